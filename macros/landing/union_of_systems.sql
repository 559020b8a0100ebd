{#
  All rows of one port from every enabled system, its columns taken by name and cast to the declared types.
  Where no enabled system serves the port: the same columns without a row.
#}
{% macro union_of_systems(port) %}
    {%- set enabled = [] -%}
    {%- for system in var('systems') if system in ports()[port]['systems'] -%}
        {%- do enabled.append(ref('stg_' ~ system ~ '__' ~ port)) -%}
    {%- endfor -%}
    {%- set columns = port_columns(port) -%}
    {%- for relation in enabled or [none] %}
select
    {%- for column in columns %}
    cast({{ column.name if relation else 'null' }} as {{ column.data_type }}) as {{ column.name }}{{ ',' if not loop.last }}
    {%- else %} 1 as parsing
    {%- endfor %}
{%- if relation %}
from {{ relation }}
{%- else %}
where false
{%- endif %}
{{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
