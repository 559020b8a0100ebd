{# The UTC instant at which a day starts in the reporting time zone. #}
{% macro start_of_reporting_day(expression) -%}
    {{ zone_to_utc('cast(' ~ expression ~ ' as timestamp)', var('reporting_timezone')) }}
{%- endmacro %}
