{# The first day of the fiscal year that holds a date; var fiscal_year_start_month names its month. #}
{% macro fiscal_year_start(expression) -%}
    cast({{ dbt.dateadd('month', var('fiscal_year_start_month') - 1,
        dbt.date_trunc('year', dbt.dateadd('month', 1 - var('fiscal_year_start_month'), expression))) }} as date)
{%- endmacro %}
