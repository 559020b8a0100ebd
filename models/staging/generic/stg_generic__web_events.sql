-- Grain: one row per web event (source_system, source_instance, web_event_id).

with

landed as (

    {{ read_landed_table('generic', 'web_events') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'web_events') }}

)

select * from final
