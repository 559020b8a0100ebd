-- Grain: one row per campaign (source_system, source_instance, campaign_id).

with

landed as (

    {{ read_landed_table('salesforce', 'campaign') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('campaign', ['campaign_id', 'parent_campaign_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'campaign') }}

)

select * from final
