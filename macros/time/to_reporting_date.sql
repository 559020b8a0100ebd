{# The day of a UTC instant in the reporting time zone. #}
{% macro to_reporting_date(expression) -%}
    cast({{ utc_to_zone(expression, var('reporting_timezone')) }} as date)
{%- endmacro %}
