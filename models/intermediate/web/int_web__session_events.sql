-- Grain: one row per web session, day and event name (session_key, event_name, event_date).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    partition_by=event_partitions(),
    pre_hook="{{ delete_changed_event_days() }}"
) }}

with

hits as (

    {{ hits_to_read() }}

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
