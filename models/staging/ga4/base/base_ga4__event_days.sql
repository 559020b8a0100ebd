-- Grain: one row per table, day in the property's zone, reporting day and landed file (source_system, source_instance, table_rank, property_date, event_date, landed_file).
-- Excludes: rows of a table on a day that is read from another one.
-- Why: counts landed rows, repeated ones included, from the time and the loader's columns alone.

with

first_tables as (

    {{ ga4_first_tables() }}

),

{%- for table in ['events', 'event', 'events_intraday'] %}

landed_{{ table }} as (

    {{ read_landed_table('ga4', table) }}

),
{%- endfor %}

landed_rows as (
    {%- for table in ['events', 'event', 'events_intraday'] %}
    {%- set instant = 'event_at' if table == 'event' else timestamp_of_micros('event_timestamp') %}
    select
        source_system,
        source_instance,
        {{ ga4_table_rank(table) }} as table_rank,
        {{ ga4_property_date(instant) }} as property_date,
        {{ to_reporting_date(instant) }} as event_date,
        landed_file,
        loaded_at
    from landed_{{ table }}
    where event_name is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        -- keys
        landed_rows.source_system,
        landed_rows.source_instance,
        landed_rows.table_rank,
        landed_rows.landed_file,
        -- measures
        count(*) as row_count,
        -- dates
        landed_rows.property_date,
        landed_rows.event_date,
        -- timestamps
        max(landed_rows.loaded_at) as last_loaded_at
    from landed_rows
    inner join first_tables
        on
            landed_rows.source_instance = first_tables.source_instance
            and landed_rows.property_date = first_tables.property_date
            and landed_rows.table_rank = first_tables.first_rank
    where landed_rows.event_date is not null
    group by
        landed_rows.source_system,
        landed_rows.source_instance,
        landed_rows.table_rank,
        landed_rows.landed_file,
        landed_rows.property_date,
        landed_rows.event_date

)

select * from final
