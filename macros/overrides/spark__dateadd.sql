{# dbt's own cuts a timestamp to whole seconds. Gives a timestamp, as dbt.dateadd does on the other engines. #}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    timestampadd({{ datepart }}, cast({{ interval }} as int), {{ from_date_or_timestamp }})
{%- endmacro %}
