{# The project's only clock, as a SQL date: var as_of, else today in the reporting zone. #}
{% macro as_of_date() -%}
    cast('{{ var("as_of") or run_started_at.astimezone(modules.pytz.timezone(var("reporting_timezone"))).strftime("%Y-%m-%d") }}' as date)
{%- endmacro %}
