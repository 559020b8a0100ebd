-- Grain: one row per opened e-mail (source_system, source_instance, email_event_id).

with

landed as (

    {{ read_landed_table('hubspot', 'email_event_open') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'email_event_open') }}

)

select * from final
