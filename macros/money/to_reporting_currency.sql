{# An amount in the reporting currency, given the rate of its own day (null without one: never the raw amount). #}
{% macro to_reporting_currency(amount, currency, rate) -%}
    cast(case
        when {{ currency }} = '{{ var("reporting_currency") }}' then {{ amount }}
        else cast({{ amount }} as double) * {{ rate }}
    end as decimal(18, 2))
{%- endmacro %}
