{# md5 of an entity word and its identifying texts; null where the last of them is null, so that a missing reference stays missing. #}
{% macro surrogate_key(entity, columns) -%}
    case when {{ columns[-1] }} is not null then md5('{{ entity }}'
    {%- for column in columns %} || '|' || coalesce(cast({{ column }} as {{ dbt.type_string() }}), '')
    {%- endfor %}) end
{%- endmacro %}
