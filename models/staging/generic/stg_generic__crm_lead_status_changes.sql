-- Grain: one row per change of a lead's status (source_system, source_instance, lead_id, changed_at, to_status).

with

landed as (

    {{ read_landed_table('generic', 'crm_lead_status_changes') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_lead_status_changes') }}

)

select * from final
