-- Grain: one row per reporting day of web events and landed file (source_system, source_instance, event_date, landed_file).

with

event_days as (

    select * from {{ ref('base_ga4__event_days') }}

),

final as (

    select
        source_system,
        source_instance,
        event_date,
        landed_file,
        cast(sum(row_count) as bigint) as row_count,
        max(last_loaded_at) as last_loaded_at
    from event_days
    group by source_system, source_instance, event_date, landed_file

)

select * from final
