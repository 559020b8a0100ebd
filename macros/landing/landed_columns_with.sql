{#
  The select list of all columns of a read_landed_table() relation, some of them replaced: {column: SQL expression}.
  Written out, as not every engine has a star without the named columns.
#}
{% macro landed_columns_with(system, table, replaced) -%}
    {%- if not execute -%}{{ return('*') }}{%- endif -%}
    {%- set columns = [] -%}
    {%- for name in landed_column_names(system, table) -%}
        {%- do columns.append(replaced[name] ~ ' as ' ~ name if name in replaced else name) -%}
    {%- endfor -%}
    {{ columns | join(',\n        ') }}
{%- endmacro %}


{# The names of all columns of a read_landed_table() relation, in order; none while parsing. #}
{% macro landed_column_names(system, table) -%}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set source_node = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ table] -%}
    {%- set declared = port_columns(table) if source_node.config.meta.get('is_port') else source_node.columns.values() | list -%}
    {%- set names = ['source_system', 'source_instance'] -%}
    {%- for column in declared if column.name not in ['source_system', 'source_instance', 'is_deleted'] -%}
        {%- do names.append(column.name) -%}
    {%- endfor -%}
    {{ return(names + ['is_deleted', 'loaded_at', 'is_current_version', 'landed_file', 'landed_batch', 'landed_row_number']) }}
{%- endmacro %}


{# The names of all columns of a base_ model, in order; none while parsing. #}
{% macro base_column_names(system, table) -%}
    {{ return(landed_column_names(system, table) | reject('equalto', 'is_current_version') | list + (['version_count'] if execute else [])) }}
{%- endmacro %}
