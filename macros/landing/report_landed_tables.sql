{#
  For `make doctor`: what of every declared source table landed, before anything is built. Logs one line of
  JSON per table after the prefix `landed_table: `: its relation (none where absent), row count, columns with
  their landed spelling, values per column that cannot be cast, rows without a key and distinct keys.
#}
{% macro report_landed_tables() %}
    {%- for source_node in graph.sources.values() if source_node.source_name != 'landing' -%}
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
        {%- do keys.append(landed_text(landed_value(by_name[name])) if name in by_name else 'null') -%}
    {%- endfor -%}
    {%- set whole_key = keys[:] -%}
    {%- for name in found.get('optional_key', []) if name in by_name -%}
        {%- do whole_key.append("coalesce(" ~ landed_text(landed_value(by_name[name])) ~ ", '')") -%}
    {%- endfor -%}
    {%- set typed = [] -%}
    {%- for column in found.columns if column.landed and column.data_type not in ('string', 'varchar', 'text') -%}
        {%- do typed.append(column) -%}
    {%- endfor -%}
    {%- set query -%}
    select
        count(*) as row_count,
        count(case when {{ keys | join(' is null or ') }} is null then 1 end) as keyless_count,
        count(distinct {{ whole_key | join(" || '|' || ") }}) as key_count
        {%- for column in typed %},
        count(case when {{ landed_text(landed_value(column)) }} is not null
            and {{ cast_landed_value(landed_value(column), column.data_type, system) }} is null then 1 end) as uncast_{{ loop.index0 }}
        {%- endfor %}
    from {{ found.relation }}
    {%- endset -%}
    {%- set row = run_query(query).rows[0] -%}
    {%- set uncast = {} -%}
    {%- for column in typed -%}
        {%- set count = row[3 + loop.index0] | int -%}
        {%- if count > 0 -%}{%- do uncast.update({column.name: count}) -%}{%- endif -%}
    {%- endfor -%}
    {{ return({'row_count': row[0] | int, 'keyless_count': row[1] | int, 'key_count': row[2] | int, 'uncast': uncast}) }}
{% endmacro %}
