{# The source nodes of every enabled system, the landing step's own left out; none while parsing. #}
{% macro landed_sources() %}
    {%- set sources = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() if node.source_name in var('systems') -%}{%- do sources.append(node) -%}{%- endfor -%}
    {%- endif -%}
    {{ return(sources | sort(attribute='unique_id')) }}
{% endmacro %}


{# True for a row of landed_texts() that lacks a part of its key, or whose key cannot be read. #}
{% macro lacks_key(node) %}
    {%- set found = landed_table(node.source_name, node.name) -%}
    {%- set tests = [] -%}
    {%- for column in found.columns if column.is_key -%}
        {%- do tests.append(
            typed_landed_column(column, node.source_name) ~ ' is null' if column.landed else 'true'
        ) -%}
    {%- endfor -%}
    ({{ tests | join(' or ') }})
{% endmacro %}
