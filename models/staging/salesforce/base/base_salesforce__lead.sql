-- Grain: one row per lead (source_system, source_instance, lead_id).

with

landed as (

    {{ read_landed_table('salesforce', 'lead') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('lead', [
            'lead_id', 'owner_id', 'campaign_id', 'converted_contact_id',
            'converted_account_id', 'converted_opportunity_id', 'merged_into_id'
        ]) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'lead') }}

)

select * from final
