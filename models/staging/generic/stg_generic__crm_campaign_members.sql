-- Grain: one row per member of a campaign (source_system, source_instance, campaign_id, member_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_campaign_members') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_campaign_members') }}

)

select * from final
