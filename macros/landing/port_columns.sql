{# The columns of a port, as declared in the yml of its union: [{name, data_type}], in order. Empty while parsing. #}
{% macro port_columns(port) %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set node = graph.nodes['model.' ~ project_name ~ '.' ~ ports()[port]['model']] -%}
    {{ return(node.columns.values() | list) }}
{% endmacro %}
