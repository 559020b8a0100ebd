{#
  A mapping seed with the user's own rows laid over it: a landed row of raw_mapping.<name> replaces the shipped
  row of the same key, any other is added. For settings models alone, whose yml declares the columns.
#}
{% macro overlaid_seed(name, key) %}
    {%- set seed = ref(name) -%}
    {%- if not execute -%}{{ return('select 1 as parsing') }}{%- endif -%}
    {%- set landed = landed_settings('mapping', name) %}
with

shipped_rows as (

    select
        {{ setting_columns('mapping', key) }}
    from {{ seed }}

){% if landed %},

landed_rows as (

    -- Written twice in the same words, a row is one row; in different words, unique_grain names it.
    select distinct
        {{ setting_columns('mapping', key, landed) }}
    from {{ landed }}

)

select * from landed_rows

union all

select shipped_rows.*
from shipped_rows
left join landed_rows
    on {% for column in key %}shipped_rows.{{ column }} = landed_rows.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
where landed_rows.{{ key[0] }} is null
{%- else %}

select * from shipped_rows
{%- endif %}
{% endmacro %}
