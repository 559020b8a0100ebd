-- Grain: one row per role (source_system, source_instance, user_role_id).

with

landed as (

    {{ read_landed_table('salesforce', 'user_role') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('user_role', ['user_role_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'user_role') }}

)

select * from final
