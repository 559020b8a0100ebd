-- Grain: one row per account (source_system, source_instance, account_id).

with

landed as (

    {{ read_landed_table('salesforce', 'account') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('account', ['account_id', 'parent_account_id', 'owner_id', 'merged_into_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'account') }}

)

select * from final
