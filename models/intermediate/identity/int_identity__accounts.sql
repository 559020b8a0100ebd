-- Grain: one row per company (account_key).
-- Where several records are one company, each attribute comes from the first system by priority that knows it.

with

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

public_suffixes as (

    select * from {{ ref('mapping_public_suffixes') }}

),

industries as (

    select * from {{ ref('mapping_industries') }}

),

regions as (

    select * from {{ ref('mapping_regions') }}

),

size_bands as (

    select * from {{ ref('policy_size_bands') }}

),

account_records as (

    select
        accounts.*,
        entities.entity_key as account_key,
        {{ host_of_url('accounts.website_domain') }} as host,
        {{ surrogate_key('crm_user', ['accounts.source_system', 'accounts.source_instance', 'accounts.owner_id']) }} as owner_key,
        row_number() over (
            partition by entities.entity_key
            order by
                accounts.is_deleted,
                {{ system_priority('accounts.source_system') }},
                accounts.created_at nulls last,
                accounts.account_id
        ) as record_rank
    from accounts
    inner join entities
        on {{ surrogate_key('crm_account', ['accounts.source_system', 'accounts.source_instance', 'accounts.account_id']) }}
            = entities.identifier_key

),

merged_attributes as (

    select
        account_key,
        {{ first_known('account_name', 'record_rank') }} as account_name,
        {{ first_known('host', 'record_rank') }} as host,
        {{ first_known('industry', 'record_rank') }} as industry_original,
        {{ first_known('region', 'record_rank') }} as region_original,
        {{ first_known('country', 'record_rank') }} as country_original,
        {{ first_known('account_type', 'record_rank') }} as account_type,
        {{ first_known('owner_key', 'record_rank') }} as owner_key,
        {{ first_known('employee_count', 'record_rank') }} as employee_count,
        bool_and(is_deleted) as is_deleted,
        min(created_at) as created_at
    from account_records
    group by account_key

),

-- A billing customer without a CRM account is a company too, with nothing known but its payments.
companies as (

    select distinct entity_key as account_key
    from entities
    where entity_type = 'account'

),

final as (

    select
        -- keys
        companies.account_key,
        merged_attributes.owner_key,
        -- dimensions
        merged_attributes.account_name,
        {{ registrable_domain('merged_attributes.host', 'public_suffixes.suffix') }} as domain,
        case
            when merged_attributes.industry_original is null then '(unassigned)'
            else coalesce(industries.industry, '(unmapped)')
        end as industry,
        coalesce(size_bands.size_band, '(unassigned)') as size_band,
        case
            when merged_attributes.region_original is null then '(unassigned)'
            else coalesce(regions.region, '(unmapped)')
        end as region,
        merged_attributes.country_original,
        merged_attributes.account_type,
        -- flags
        coalesce(merged_attributes.is_deleted, false) as is_deleted,
        -- measures
        merged_attributes.employee_count,
        -- timestamps
        merged_attributes.created_at
    from companies
    left join merged_attributes on companies.account_key = merged_attributes.account_key
    left join public_suffixes on {{ last_two_labels('merged_attributes.host') }} = public_suffixes.suffix
    left join industries on {{ folded_text('merged_attributes.industry_original') }} = industries.source_value
    left join regions on {{ folded_text('merged_attributes.region_original') }} = regions.source_value
    left join size_bands
        on
            merged_attributes.employee_count >= size_bands.min_employees
            and merged_attributes.employee_count <= coalesce(size_bands.max_employees, merged_attributes.employee_count)

)

select * from final
