-- Grain: one row per event of a daily table (source_system, source_instance, web_event_id).

with

final as (

    {{ ga4_events('events') }}

)

select * from final
