{# Every dimension that a KPI can be cut by. A KPI's own list stands in seeds/catalog/kpi_dimensions.csv. #}
{% macro kpi_dimension_names() %}
    {{ return([
        'channel', 'campaign', 'industry', 'size_band', 'title_level', 'budget_band', 'country', 'region', 'product_category',
        'owner', 'lead_source', 'sourcing', 'opportunity_type', 'deal_size_band'
    ]) }}
{% endmacro %}


{# All dimension columns of a KPI event, in one order: those that `relation` knows, null for the others. #}
{% macro kpi_dimension_columns(relation, known) -%}
    {%- for dimension in kpi_dimension_names() %}
        {%- if dimension in known %}
        {{ relation }}.{{ dimension }}
        {%- else %}
        cast(null as {{ dbt.type_string() }}) as {{ dimension }}
        {%- endif %}
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{# Dimensions with so many members that a KPI is cut by them per month and longer alone. #}
{% macro kpi_month_dimensions() %}
    {{ return(['landing_page', 'content']) }}
{% endmacro %}
