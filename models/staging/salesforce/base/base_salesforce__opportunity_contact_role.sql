-- Grain: one row per contact role (source_system, source_instance, contact_role_id).

with

landed as (

    {{ read_landed_table('salesforce', 'opportunity_contact_role') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('opportunity_contact_role', ['contact_role_id', 'opportunity_id', 'contact_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'opportunity_contact_role') }}

)

select * from final
