-- Grain: one row per event of a daily table (source_system, source_instance, web_event_id).

with

final as (

    {{ latest_version_per_repeated_key(ga4_events('events'), 'ga4', 'events', 'web_event_id') }}

)

select * from final
