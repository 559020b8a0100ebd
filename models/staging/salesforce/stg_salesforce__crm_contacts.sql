-- Grain: one row per contact (source_system, source_instance, contact_id).

with

contacts as (

    select * from {{ ref('base_salesforce__contact') }}

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        contact_id,
        account_id,
        email,
        first_name,
        last_name,
        job_title,
        department,
        lead_source,
        owner_id,
        lifecycle_stage,
        mql_at,
        sal_at,
        sql_at,
        external_system,
        external_id,
        merged_into_id,
        created_at,
        updated_at
    from contacts

)

select * from final
