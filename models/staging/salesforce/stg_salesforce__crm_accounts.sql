-- Grain: one row per account (source_system, source_instance, account_id).

with

accounts as (

    select * from {{ ref('base_salesforce__account') }}

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        account_id,
        account_name,
        website_domain,
        industry,
        employee_count,
        annual_revenue,
        country,
        region,
        account_type,
        parent_account_id,
        owner_id,
        external_system,
        external_id,
        merged_into_id,
        created_at,
        updated_at
    from accounts

)

select * from final
