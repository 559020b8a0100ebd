{# Dropped together with its files, which the catalog alone would leave behind for ever. #}
{% macro spark__drop_relation(relation) -%}
    {%- call statement('drop_relation', auto_begin=False) -%}
        drop {{ relation.type }} if exists {{ relation }}{{ ' purge' if relation.type == 'table' }}
    {%- endcall -%}
{%- endmacro %}
