{# A table of the landing step's own schema, typed; an empty relation where nothing was landed by it. #}
{% macro read_landing_record(table, columns) %}
    {%- set source_relation = source('landing', table) -%}
    {%- set relation = load_relation(source_relation) if execute else none -%}
select
    {%- for name, data_type in columns.items() %}
    cast({{ name if relation else 'null' }} as {{ data_type }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- if relation %}
from {{ relation }}
{%- else %}
where false
{%- endif %}
{% endmacro %}
