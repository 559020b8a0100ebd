-- Grain: one row per engagement of a company (source_system, source_instance, engagement_id, company_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_company') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_company') }}

)

select * from final
