{# A visitor id as the web system writes it: a form often keeps the whole cookie (GA1.2.111.222), of which the visitor is what follows the version. #}
{% macro browser_id(expression) -%}
    case when {{ is_identifier(expression) }} then regexp_replace({{ trimmed(expression) }}, '^GA[0-9]+[.][0-9]+[.]', '') end
{%- endmacro %}
