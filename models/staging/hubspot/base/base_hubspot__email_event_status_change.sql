-- Grain: one row per change of a subscription (source_system, source_instance, email_event_id).

with

landed as (

    {{ read_landed_table('hubspot', 'email_event_status_change') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'email_event_status_change') }}

)

select * from final
