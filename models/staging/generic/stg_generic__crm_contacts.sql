-- Grain: one row per contact (source_system, source_instance, contact_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_contacts') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_contacts') }}

)

select * from final
