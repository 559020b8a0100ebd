-- Grain: one row per campaign member (source_system, source_instance, campaign_id, member_id).

with

landed as (

    {{ read_landed_table('salesforce', 'campaign_member') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('campaign_member', [
            'member_id', 'campaign_id', 'lead_id', 'contact_id',
            'lead_or_contact_id'
        ]) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'campaign_member') }}

)

select * from final
