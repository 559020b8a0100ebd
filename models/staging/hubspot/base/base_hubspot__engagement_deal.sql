-- Grain: one row per engagement of a deal (source_system, source_instance, engagement_id, deal_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_deal') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_deal') }}

)

select * from final
