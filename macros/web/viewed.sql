{# A column of a hit where the hit is the view of a page; null for any other event. #}
{% macro viewed(column) -%}
    case when event_name = 'page_view' then {{ column }} end
{%- endmacro %}
