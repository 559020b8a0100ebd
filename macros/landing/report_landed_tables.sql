{#
  For `make doctor`: what of every declared source table landed, before anything is built. Logs one line of
  JSON per table after the prefix `landed_table: `: its relation (none where absent), row count, columns with
  their landed spelling, values per column that cannot be cast, rows without a key and distinct keys, and
  where the first of each stand (samples).
#}
{% macro report_landed_tables() %}
    {%- for source_node in graph.sources.values() if source_node.source_name not in ('landing', 'audit') -%}
        {%- set system = source_node.source_name -%}
        {%- set found = landed_table(system, source_node.name) -%}
        {%- set report = {
            'system': system,
            'table': source_node.name,
            'schema': source_node.schema,
            'is_found': found.relation is not none,
            'key': found.key,
            'columns': found.columns,
            'row_count': 0,
            'keyless_count': 0,
            'key_count': 0,
            'uncast': {},
            'samples': [],
        } -%}
        {%- do found.update({'optional_key': source_node.config.meta.get('optional_key', [])}) -%}
        {%- if found.relation -%}
            {%- do report.update(count_landed_values(system, found)) -%}
        {%- endif -%}
        {%- do log('landed_table: ' ~ tojson(report), info=true) -%}
    {%- endfor -%}
{% endmacro %}


{# One pass over a landed table: rows, rows without a full key, distinct keys, and values that cannot be cast. #}
{% macro count_landed_values(system, found) %}
    {%- set by_name = {} -%}
    {%- for column in found.columns -%}{%- do by_name.update({column.name: column}) -%}{%- endfor -%}
    {%- set keys = [landed_metadata(found.landed, '_source_instance')] -%}
    {%- for name in found.key -%}
        {%- do keys.append(landed_column_text(by_name[name]) if name in by_name else 'null') -%}
    {%- endfor -%}
    {%- set whole_key = keys[:] -%}
    {%- for name in found.get('optional_key', []) if name in by_name -%}
        {%- do whole_key.append("coalesce(" ~ landed_column_text(by_name[name]) ~ ", '')") -%}
    {%- endfor -%}
    {%- set typed = [] -%}
    {%- for column in found.columns if column.landed and not column.is_typed and column.data_type not in ('string', 'varchar', 'text') -%}
        {%- do typed.append(column) -%}
    {%- endfor -%}
    {%- set query -%}
    select
        count(*) as row_count,
        count(case when {{ keys | join(' is null or ') }} is null then 1 end) as keyless_count,
        count(distinct {{ whole_key | join(" || '|' || ") }}) as key_count
        {%- for column in typed %},
        count(case when {{ landed_column_text(column) }} is not null
            and {{ cast_landed_text(landed_column_text(column), column.data_type, system) }} is null then 1 end) as uncast_{{ loop.index0 }}
        {%- endfor %}
    from {{ landed_rows(found) }}
    {%- endset -%}
    {%- set row = run_query(query).rows[0] -%}
    {%- set uncast = {} -%}
    {%- for column in typed -%}
        {%- set count = row[3 + loop.index0] | int -%}
        {%- if count > 0 -%}{%- do uncast.update({column.name: count}) -%}{%- endif -%}
    {%- endfor -%}
    {%- set counts = {'row_count': row[0] | int, 'keyless_count': row[1] | int, 'key_count': row[2] | int, 'uncast': uncast} -%}
    {%- set samples = [] -%}
    {%- for column in typed if column.name in uncast -%}
        {%- set text = landed_column_text(column) -%}
        {%- set is_uncast = text ~ ' is not null and ' ~ cast_landed_text(landed_column_text(column), column.data_type, system) ~ ' is null' -%}
        {%- do samples.extend(first_landed_rows('uncast', found, is_uncast, text, column.name, 3)) -%}
    {%- endfor -%}
    {%- set has_no_key = keys | join(' is null or ') ~ ' is null' -%}
    {%- if counts.keyless_count -%}
        {%- do samples.extend(first_landed_rows('keyless', found, has_no_key, 'null')) -%}
    {%- endif -%}
    {%- if counts.row_count - counts.keyless_count > counts.key_count -%}
        {%- set shown = [] -%}
        {%- for name in found.key -%}{%- do shown.append(landed_column_text(by_name[name])) -%}{%- endfor -%}
        {%- set is_repeated = 'not (' ~ has_no_key ~ ') and version_number > 1' -%}
        {%- do samples.extend(first_landed_rows('repeated', found, is_repeated, shown | join(" || ', ' || "), partition=whole_key)) -%}
    {%- endif -%}
    {%- do counts.update({'samples': samples}) -%}
    {{ return(counts) }}
{% endmacro %}


{# The first landed rows that meet a condition, as dicts {kind, column, file, row, value}. #}
{% macro first_landed_rows(kind, found, condition, value, column=none, limit=1, partition=none) %}
    {%- set file = landed_metadata(found.landed, '_file') -%}
    {%- set number = landed_metadata(found.landed, '_row_number', 'bigint') -%}
    {%- set query -%}
    select {{ file }} as landed_file, {{ number }} as landed_row_number, substr({{ value }}, 1, 100) as landed_value
    from (
        select
            *
            {%- if partition %},
            row_number() over (partition by {{ partition | join(', ') }} order by {{ file }}, {{ number }}) as version_number
            {%- endif %}
        from {{ landed_rows(found) }}
    ) as landed_rows
    where {{ condition }}
    order by 1, 2
    limit {{ limit }}
    {%- endset -%}
    {%- set samples = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do samples.append({
            'kind': kind, 'column': column, 'file': row[0],
            'row': row[1] | int if row[1] is not none else none, 'value': row[2] or ''
        }) -%}
    {%- endfor -%}
    {{ return(samples) }}
{% endmacro %}
