-- Grain: one row per user (source_system, source_instance, user_id).

with

landed as (

    {{ read_landed_table('salesforce', 'user') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('user', ['user_id', 'user_role_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'user') }}

)

select * from final
