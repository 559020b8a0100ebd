-- Grain: one row per contact (source_system, source_instance, contact_id).

with

landed as (

    {{ read_landed_table('salesforce', 'contact') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('contact', ['contact_id', 'account_id', 'owner_id', 'merged_into_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'contact') }}

)

select * from final
