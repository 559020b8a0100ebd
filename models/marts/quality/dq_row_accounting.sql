-- Grain: one row per landed table (source_system, table_name).
-- Why: landed = kept + duplicate + deleted + excluded + rejected, for every table; a test adds it up.
{%- for port in ports() %}
-- depends_on: {{ ref(ports()[port]['model']) }}
{%- endfor %}

with

landed_files as (

    select * from {{ ref('stg_landing__landed_files') }}

),

rejected_rows as (

    select * from {{ ref('dq_rejected_rows') }}

),

table_counts as (

    {{ kept_row_counts() }}

),

landed_counts as (

    select
        source_system,
        table_name,
        sum(row_count) as landed_count
    from landed_files
    group by source_system, table_name

),

rejected_counts as (

    select
        source_system,
        table_name,
        count(*) as rejected_count
    from rejected_rows
    group by source_system, table_name

),

final as (

    select
        -- dimensions
        cast(table_counts.source_system as {{ dbt.type_string() }}) as source_system,
        cast(table_counts.table_name as {{ dbt.type_string() }}) as table_name,
        -- measures
        cast(coalesce(landed_counts.landed_count, table_counts.raw_count) as bigint) as landed_count,
        cast(table_counts.kept_count as bigint) as kept_count,
        cast(table_counts.duplicate_count as bigint) as duplicate_count,
        cast(table_counts.deleted_count as bigint) as deleted_count,
        cast(table_counts.excluded_count as bigint) as excluded_count,
        cast(coalesce(rejected_counts.rejected_count, 0) as bigint) as rejected_count
    from table_counts
    left join landed_counts
        on
            table_counts.source_system = landed_counts.source_system
            and table_counts.table_name = landed_counts.table_name
    left join rejected_counts
        on
            table_counts.source_system = rejected_counts.source_system
            and table_counts.table_name = rejected_counts.table_name

)

select * from final
