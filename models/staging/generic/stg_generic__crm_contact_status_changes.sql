-- Grain: one row per change of a contact's status (source_system, source_instance, contact_id, changed_at, to_status).

with

landed as (

    {{ read_landed_table('generic', 'crm_contact_status_changes') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_contact_status_changes') }}

)

select * from final
