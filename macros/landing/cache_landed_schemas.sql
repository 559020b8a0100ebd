{#
  Look into every schema of landed tables once, before models run beside each other. dbt fills its list of a
  schema's tables relation by relation: a second model that asks while the first is at it finds the list begun,
  its own table not yet on it, and would take a landed table for absent.
#}
{% macro cache_landed_schemas() %}
    {%- if execute -%}
        {%- set seen = [] -%}
        {%- for node in graph.sources.values() if node.schema not in seen -%}
            {%- do seen.append(node.schema) -%}
            {%- do load_relation(source(node.source_name, node.name)) -%}
        {%- endfor -%}
        {%- for folder in ['mapping', 'policy'] -%}
            {%- do landed_settings(folder, 'any') -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
