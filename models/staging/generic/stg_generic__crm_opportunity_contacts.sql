-- Grain: one row per contact of an opportunity (source_system, source_instance, opportunity_id, contact_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_opportunity_contacts') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_opportunity_contacts') }}

)

select * from final
