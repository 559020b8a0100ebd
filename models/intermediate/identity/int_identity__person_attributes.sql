-- Grain: one row per person (person_key).
-- Excludes: people all of whose records are deleted. A merged-away record still gives its dates to the survivor.

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

excluded_domains as (

    select * from {{ ref('policy_excluded_email_domains') }}

),

email_domains as (

    select * from {{ ref('mapping_email_domains') }}

),

public_suffixes as (

    select * from {{ ref('mapping_public_suffixes') }}

),

-- Order of attributes: CRM before MA in the order of var systems, then the older record.
records as (

    select
        person_records.*,
        entities.entity_key as person_key,
        account_entities.entity_key as account_key,
        coalesce(person_records.created_at, person_records.updated_at) as first_seen_at,
        row_number() over (
            partition by entities.entity_key
            order by
                case when person_records.record_type = 'ma_person' then 1 else 0 end,
                person_records.is_deleted,
                person_records.system_priority,
                person_records.created_at nulls last,
                person_records.record_type_priority,
                person_records.record_id
        ) as record_rank,
        row_number() over (
            partition by entities.entity_key
            order by
                coalesce(person_records.created_at, person_records.updated_at) nulls last,
                person_records.record_type_priority,
                person_records.record_id
        ) as age_rank
    from person_records
    inner join entities on person_records.record_key = entities.identifier_key
    left join entities as account_entities on person_records.account_record_key = account_entities.identifier_key
    where
        (not person_records.is_deleted or person_records.is_merged_away)
        and coalesce({{ to_reporting_date('coalesce(person_records.created_at, person_records.updated_at)') }}, {{ as_of_date() }})
        <= {{ as_of_date() }}

),

people as (

    select
        person_key,
        {{ first_known('account_key', 'record_rank') }} as linked_account_key,
        {{ first_known('owner_key', 'record_rank') }} as owner_key,
        {{ first_known('email_normalised', 'record_rank') }} as email_normalised,
        {{ first_known('job_title', 'record_rank') }} as job_title,
        {{ first_known('industry_original', 'record_rank') }} as industry_original,
        {{ first_known('country_original', 'record_rank') }} as country_original,
        {{ first_known('employee_count', 'record_rank') }} as employee_count,
        {{ first_known('lead_source_original', 'age_rank') }} as lead_source_original,
        {{ first_known("case when lead_source_original is not null then source_system end", 'age_rank') }} as lead_source_system,
        {{ first_known('disqualified_reason_original', 'record_rank') }} as disqualified_reason_original,
        {{ first_known('budget_amount_original', 'record_rank') }} as budget_amount_original,
        {{ first_known('case when budget_amount_original is not null then budget_currency end', 'record_rank') }}
            as budget_currency,
        max(score) as score,
        count(*) as record_count,
        min(first_seen_at) as first_seen_at
    from records
    group by person_key
    having bool_or(not is_deleted)

),

with_domain as (

    select
        people.*,
        nullif(regexp_extract(people.email_normalised, '[^@]+$', 0), '') as email_domain,
        {{ registrable_domain("nullif(regexp_extract(people.email_normalised, '[^@]+$', 0), '')", 'public_suffixes.suffix') }}
            as registrable_domain
    from people
    left join public_suffixes
        on {{ last_two_labels("regexp_extract(people.email_normalised, '[^@]+$', 0)") }} = public_suffixes.suffix

),

-- Two companies can share a domain: the older record stands for it, so that the match is repeatable.
accounts_by_domain as (

    select
        domain,
        account_key,
        row_number() over (partition by domain order by created_at nulls last, account_key) as choice
    from accounts
    where domain is not null and not is_deleted

),

final as (

    select
        -- keys
        with_domain.person_key,
        coalesce(
            with_domain.linked_account_key,
            case
                when email_domains.domain is null and excluded_domains.domain is null
                    then accounts_by_domain.account_key
            end
        ) as account_key,
        with_domain.owner_key,
        -- dimensions
        with_domain.email_normalised,
        with_domain.email_domain,
        coalesce(excluded_domains.domain_type, email_domains.domain_type) as email_domain_type,
        case
            when with_domain.linked_account_key is not null then 'crm_link'
            when email_domains.domain is null and excluded_domains.domain is null and accounts_by_domain.account_key is not null
                then 'email_domain'
        end as account_link_reason,
        with_domain.job_title,
        with_domain.industry_original,
        with_domain.country_original,
        with_domain.lead_source_original,
        with_domain.lead_source_system,
        with_domain.disqualified_reason_original,
        with_domain.budget_currency,
        -- measures
        with_domain.employee_count,
        with_domain.score,
        with_domain.budget_amount_original,
        with_domain.record_count,
        -- timestamps
        with_domain.first_seen_at
    from with_domain
    left join excluded_domains
        on
            with_domain.email_domain = excluded_domains.domain
            or with_domain.registrable_domain = excluded_domains.domain
    left join email_domains
        on
            with_domain.email_domain = email_domains.domain
            or with_domain.registrable_domain = email_domains.domain
    left join accounts_by_domain
        on with_domain.registrable_domain = accounts_by_domain.domain and accounts_by_domain.choice = 1

)

select * from final
