{# Every landed row that no base model can keep, as it has no readable key. #}
{% macro keyless_rows() %}
    {%- set selects = [] -%}
    {%- for node in landed_sources() -%}
        {%- set found = landed_table(node.source_name, node.name) -%}
        {%- if found.relation -%}
            {%- do selects.append(
                "select source_system, source_instance, '" ~ node.name ~ "' as table_name, landed_file, landed_row_number from ("
                ~ landed_texts(node.source_name, found) ~ ') as texts where ' ~ lacks_key(node)
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ (selects or [
        "select '' as source_system, '' as source_instance, '' as table_name, '' as landed_file, 0 as landed_row_number where false"
    ]) | join('\nunion all\n') }}
{% endmacro %}
