{# A table in which a step outside dbt (the landing, the audit) recorded its work, typed; an empty relation where that step has not run. #}
{% macro read_landing_record(table, columns, step='landing') %}
    {%- set source_relation = source(step, table) -%}
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
