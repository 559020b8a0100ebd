-- Grain: one row per task (source_system, source_instance, activity_id).

with

landed as (

    {{ read_landed_table('salesforce', 'task') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('task', ['activity_id', 'who_id', 'what_id', 'account_id', 'owner_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'task') }}

)

select * from final
