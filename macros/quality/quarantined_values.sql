{# Every landed value that its column's type cannot hold; the row itself is kept, with a null. One pass per table. #}
{% macro quarantined_values() %}
    {%- set selects = [] -%}
    {%- for node in landed_sources() -%}
        {%- set found = landed_table(node.source_name, node.name) -%}
        {%- set names = [] -%}
        {%- set branches = [] -%}
        {%- for column in found.columns
            if found.relation and column.landed and not column.is_typed and column.data_type not in ('string', 'varchar', 'text') and column.name != 'is_deleted' -%}
            {%- do names.append("select '" ~ column.name ~ "' as column_name, '" ~ column.data_type ~ "' as declared_type") -%}
            {%- do branches.append(
                "when '" ~ column.name ~ "' then case when " ~ cast_landed_text(column.name, column.data_type, node.source_name)
                ~ ' is null then left(' ~ column.name ~ ', 100) end'
            ) -%}
        {%- endfor -%}
        {%- if names -%}
            {%- do selects.append(
                "select source_system, source_instance, '" ~ node.name ~ "' as table_name, landed_file, landed_row_number, "
                ~ 'names.column_name, names.declared_type, case names.column_name ' ~ branches | join(' ') ~ ' end as landed_value from ('
                ~ landed_texts(node.source_name, found) ~ ') as texts cross join (' ~ names | join(' union all ') ~ ') as names'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ (selects or [
        "select '' as source_system, '' as source_instance, '' as table_name, '' as landed_file, 0 as landed_row_number, "
        ~ "'' as column_name, '' as declared_type, '' as landed_value where false"
    ]) | join('\nunion all\n') }}
{% endmacro %}
