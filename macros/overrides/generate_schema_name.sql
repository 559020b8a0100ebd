{# A folder's schema is used as it stands, so that readers find core.fct_leads and not main_core.fct_leads. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
