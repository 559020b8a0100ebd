-- Grain: one row per opportunity (source_system, source_instance, opportunity_id).

with

landed as (

    {{ read_landed_table('salesforce', 'opportunity') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('opportunity', ['opportunity_id', 'account_id', 'owner_id', 'campaign_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'opportunity') }}

)

select * from final
