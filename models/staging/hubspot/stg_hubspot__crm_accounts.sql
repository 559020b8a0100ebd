-- Grain: one row per company (source_system, source_instance, account_id).

with

companies as (

    select * from {{ ref('base_hubspot__company') }}

),

known_merges as (

    {{ listed_merges('companies', 'account_id') }}

),

companies_with_merges as (

    {{ records_with_merges('companies', 'account_id', 'known_merges', [
        'account_name', 'website_domain', 'industry', 'country', 'region', 'account_type', 'parent_account_id',
        'owner_id', 'salesforce_account_id', 'employee_count', 'annual_revenue', 'record_created_at',
        'record_updated_at'
    ]) }}

),

final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        account_id,
        -- dimensions
        account_name,
        website_domain,
        replace(industry, '_', ' ') as industry,
        employee_count,
        annual_revenue,
        country,
        region,
        account_type,
        parent_account_id,
        owner_id,
        case when salesforce_account_id is not null then 'salesforce' end as external_system,
        salesforce_account_id as external_id,
        merged_into_id,
        -- timestamps
        record_created_at as created_at,
        record_updated_at as updated_at
    from companies_with_merges

)

select * from final
