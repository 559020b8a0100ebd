-- Grain: one row per web session, day and event name (session_key, event_name, event_date).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_changed_event_days() }}"
) }}

with

all_hits as (

    select * from {{ ref('int_web__hits') }}

),

days_to_read as (

    {{ absent_event_days() }}

),

hits as (

    select all_hits.*
    from all_hits
    inner join days_to_read
        on
            all_hits.source_system = days_to_read.source_system
            and all_hits.source_instance = days_to_read.source_instance
            and all_hits.event_date = days_to_read.event_date
    where all_hits.session_key is not null

),

final as (

    select
        -- keys
        session_key,
        source_system,
        source_instance,
        -- dimensions
        event_name,
        min(day_fingerprint) as day_fingerprint,
        -- measures
        count(*) as event_count,
        -- dates
        event_date
    from hits
    group by session_key, source_system, source_instance, event_name, event_date

)

select * from final
