-- Grain: one row per e-mail event (source_system, source_instance, email_event_id).

with

landed as (

    {{ read_landed_table('generic', 'ma_email_events') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_email_events') }}

)

select * from final
