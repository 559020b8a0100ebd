{#
  Keeps one row per key of a read_landed_table() relation: the loader's current version, then the newest
  loader stamp, then the last file by name, then the last row. Rows without a full key stay out
  (dq_rejected_rows lists them); columns of meta `optional_key` belong to the key and may be null. In a
  table that always lands whole, a key that is absent from the newest batch is deleted. A table that is a
  port already gives the port's columns and no others; any other also says how many rows its key landed
  with (version_count), for the row accounting, and gives the columns that the model `added`.
#}
{% macro latest_version_per_key(relation, system, table, added=[]) %}
    {%- if not execute -%}select 1 as parsing{%- do return('') -%}{%- endif -%}
    {%- set meta = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ table].config.meta -%}
    {%- set is_snapshot = meta.get('load') == 'full_snapshot' or (system ~ '.' ~ table) in var('full_snapshot_tables') -%}
    {%- set key = ['source_system', 'source_instance'] + meta['key'] + meta.get('optional_key', []) -%}
    {%- set deleted = "is_deleted or coalesce(landed_batch <> newest_batch, false)" if is_snapshot else "is_deleted" %}
select
    {%- if meta.get('is_port') %}
        {%- for column in port_columns(table) %}
    {{ deleted ~ ' as is_deleted' if column.name == 'is_deleted' else column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- else %}
        {%- for name in base_column_names(system, table) + added %}
    {{ deleted ~ ' as is_deleted' if name == 'is_deleted' else name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- endif %}
from (
    select
        *,
        {{ 'max(landed_batch) over (partition by source_system, source_instance)' if is_snapshot else 'landed_batch' }} as newest_batch,
        count(*) over (partition by {{ key | join(', ') }}) as version_count,
        row_number() over (
            partition by {{ key | join(', ') }}
            order by
                is_current_version desc, loaded_at desc nulls last,
                landed_file desc nulls last, landed_row_number desc nulls last
        ) as version_rank
    from {{ relation }}
    where {% for column in meta['key'] %}{{ column }} is not null{{ ' and ' if not loop.last }}{% endfor %}
) as versions
where version_rank = 1
{% endmacro %}
