{# Snapshots run on the project's own clock, so that a repeated night gives the same rows. #}
{% macro snapshot_get_time() -%}
    cast({{ as_of_date() }} as timestamp)
{%- endmacro %}
