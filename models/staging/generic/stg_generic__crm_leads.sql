-- Grain: one row per lead (source_system, source_instance, lead_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_leads') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_leads') }}

)

select * from final
