{# A page as a member of a KPI's dimension: host and path, so that the front pages of two sites stay two; (unassigned) without a path. #}
{% macro page_member(hostname, page_path) -%}
    case when {{ page_path }} is not null then concat(coalesce({{ hostname }}, ''), {{ page_path }}) else '(unassigned)' end
{%- endmacro %}
