{# numerator ÷ denominator in double; null where the denominator is 0 or null. The only division in the project. #}
{% macro ratio(numerator, denominator) -%}
    (cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0))
{%- endmacro %}
