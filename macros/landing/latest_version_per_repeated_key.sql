{#
  What latest_version_per_key() gives of a landed table, for tables of very many rows of which few repeat a key: the
  keys that repeat are found first, from the key and the loader's columns alone, so that all other rows pass through
  unsorted. The table is read twice for it. Tables without the landing's row numbers, and those that always land
  whole, go the other way.
#}
{% macro latest_version_per_repeated_key(system, table) %}
    {%- if not execute -%}select 1 as parsing{%- do return('') -%}{%- endif -%}
    {%- set found = landed_table(system, table) -%}
    {%- set meta = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ table].config.meta -%}
    {%- set is_snapshot = meta.get('load') == 'full_snapshot' or (system ~ '.' ~ table) in var('full_snapshot_tables') -%}
    {%- if is_snapshot or '_file' not in found.landed or '_row_number' not in found.landed -%}
        {{ return(latest_version_per_key('(' ~ read_landed_table(system, table) ~ ') as landed', system, table)) }}
    {%- endif -%}
    {%- set key = ['source_system', 'source_instance'] + meta['key'] + meta.get('optional_key', []) %}
select
    {%- for name in base_column_names(system, table) %}
    {{ 'coalesce(repeated_keys.version_count, 1) as version_count' if name == 'version_count' else 'versions.' ~ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    {{ read_landed_table(system, table) }}
) as versions
left join (
    select
        {{ key | join(', ') }},
        count(*) as version_count,
        max({{ version_rank() }}) as latest_rank
    from (
        {{ read_landed_table(system, table) }}
    ) as landed_keys
    group by {{ key | join(', ') }}
    having count(*) > 1
) as repeated_keys
    on
        {%- for column in key %}
        {{ 'and ' if not loop.first }}versions.{{ column }} is not distinct from repeated_keys.{{ column }}
        {%- endfor %}
where
    {%- for column in meta['key'] %}
    versions.{{ column }} is not null
    and {% endfor -%}
    (repeated_keys.latest_rank is null or repeated_keys.latest_rank = {{ version_rank('versions.') }})
{% endmacro %}


{# A landed row's place among the versions of its key, as a text that sorts: current, newest stamp, last file, last row. #}
{% macro version_rank(prefix='') -%}
    concat(
        case when {{ prefix }}is_current_version then '1' else '0' end,
        coalesce(cast({{ prefix }}loaded_at as {{ dbt.type_string() }}), '-'), '|',
        {{ prefix }}landed_file, '|', lpad(cast({{ prefix }}landed_row_number as {{ dbt.type_string() }}), 19, '0')
    )
{%- endmacro %}
