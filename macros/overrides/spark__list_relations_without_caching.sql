{# Tables with what the adapter looks for to know an Iceberg table, which its catalog spells otherwise. Else every run would drop and make it again. #}
{% macro spark__list_relations_without_caching(relation) %}
    {%- call statement('list_relations_without_caching', fetch_result=True) -%}
        show table extended in {{ relation.schema }} like '*'
    {%- endcall -%}
    {%- set relations = [] -%}
    {%- for row in load_result('list_relations_without_caching').table -%}
        {%- do relations.append([
            row[0], row[1], row[2], row[3] ~ ('\nProvider: iceberg\n' if 'table_type=ICEBERG' in row[3] and 'Provider: iceberg' not in row[3] else '')
        ]) -%}
    {%- endfor -%}
    {{ return(relations) }}
{% endmacro %}
