-- Grain: one row per person with mapped attributes (person_key).

with

person_attributes as (

    select * from {{ ref('int_identity__person_attributes') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

exchange_rates as (

    select * from {{ ref('int_finance__exchange_rates_daily') }}

),

industries as (

    select * from {{ ref('mapping_industries') }}

),

countries as (

    select * from {{ ref('mapping_countries') }}

),

lead_sources as (

    select * from {{ ref('mapping_lead_sources') }}

),

disqualified_reasons as (

    select * from {{ ref('mapping_disqualified_reasons') }}

),

title_rules as (

    select * from {{ ref('mapping_title_levels') }}

),

size_bands as (

    select * from {{ ref('policy_size_bands') }}

),

budget_bands as (

    select * from {{ ref('policy_budget_bands') }}

),

target_profile as (

    select * from {{ ref('policy_target_profile') }}

),

titles as (

    select distinct job_title from person_attributes
    where job_title is not null

),

titles_by_rule as (

    select
        titles.job_title,
        title_rules.title_level,
        row_number() over (partition by titles.job_title order by title_rules.rule_order) as choice
    from titles
    inner join title_rules on {{ has_match(folded_text('titles.job_title'), 'title_rules.title_pattern') }}

),

mapped as (

    select
        person_attributes.*,
        case
            when person_attributes.industry_original is not null then coalesce(industries.industry, '(unmapped)')
            else coalesce(accounts.industry, '(unassigned)')
        end as industry,
        coalesce(size_bands.size_band, accounts.size_band, '(unassigned)') as size_band,
        case
            when person_attributes.job_title is null then '(unassigned)'
            else coalesce(titles_by_rule.title_level, 'other')
        end as title_level,
        case
            when person_attributes.country_original is null then '(unassigned)'
            else coalesce(countries.country, '(unmapped)')
        end as country,
        coalesce(accounts.region, '(unassigned)') as region,
        case
            when person_attributes.lead_source_original is null then '(unassigned)'
            else coalesce(own_lead_sources.channel, any_lead_sources.channel, '(unmapped)')
        end as lead_source_channel,
        case
            when person_attributes.disqualified_reason_original is not null
                then coalesce(disqualified_reasons.reason, '(unmapped)')
        end as disqualified_reason,
        {{ to_reporting_currency(
            'person_attributes.budget_amount_original', 'person_attributes.budget_currency', 'exchange_rates.rate'
        ) }} as budget_amount
    from person_attributes
    left join accounts on person_attributes.account_key = accounts.account_key
    left join industries on {{ folded_text('person_attributes.industry_original') }} = industries.source_value
    left join countries on {{ folded_text('person_attributes.country_original') }} = countries.source_value
    left join titles_by_rule
        on person_attributes.job_title = titles_by_rule.job_title and titles_by_rule.choice = 1
    left join size_bands
        on
            person_attributes.employee_count >= size_bands.min_employees
            and person_attributes.employee_count <= coalesce(size_bands.max_employees, person_attributes.employee_count)
    left join lead_sources as own_lead_sources
        on
            {{ folded_text('person_attributes.lead_source_original') }} = own_lead_sources.source_value
            and person_attributes.lead_source_system = own_lead_sources.source_system
    left join lead_sources as any_lead_sources
        on
            {{ folded_text('person_attributes.lead_source_original') }} = any_lead_sources.source_value
            and any_lead_sources.source_system = '*'
    left join disqualified_reasons
        on {{ folded_text('person_attributes.disqualified_reason_original') }} = disqualified_reasons.source_value
    left join exchange_rates
        on
            person_attributes.budget_currency = exchange_rates.from_currency
            and {{ to_reporting_date('person_attributes.first_seen_at') }} = exchange_rates.rate_date

),

-- A person fits when, for every attribute that the profile names, their value is among the named ones.
attribute_values as (

    select
        person_key,
        'industry' as attribute,
        industry as attribute_value
    from mapped
    union all
    select
        person_key,
        'size_band' as attribute,
        size_band as attribute_value
    from mapped
    union all
    select
        person_key,
        'title_level' as attribute,
        title_level as attribute_value
    from mapped
    union all
    select
        person_key,
        'country' as attribute,
        country as attribute_value
    from mapped

),

named_attributes as (

    select count(distinct attribute) as attribute_count from target_profile

),

fitting_attributes as (

    select
        attribute_values.person_key,
        count(*) as attribute_count
    from attribute_values
    inner join target_profile
        on
            attribute_values.attribute = target_profile.attribute
            and attribute_values.attribute_value = target_profile.value
    group by attribute_values.person_key

),

final as (

    select
        -- keys
        mapped.person_key,
        mapped.account_key,
        mapped.owner_key,
        {{ hashed_identifier('mapped.email_normalised') }} as email_hash,
        -- dimensions
        mapped.industry,
        mapped.size_band,
        mapped.title_level,
        mapped.country,
        mapped.region,
        coalesce(budget_bands.budget_band, '(unassigned)') as budget_band,
        mapped.lead_source_original as lead_source,
        mapped.lead_source_channel,
        mapped.disqualified_reason,
        mapped.email_domain_type,
        mapped.account_link_reason,
        -- flags
        coalesce(mapped.email_domain_type = 'own', false) as is_internal,
        coalesce(fitting_attributes.attribute_count, 0) = named_attributes.attribute_count as is_target_fit,
        coalesce(mapped.email_domain_type in ('own', 'competitor', 'disposable', 'test'), false) as is_excluded,
        -- measures
        mapped.score,
        mapped.budget_amount,
        mapped.record_count,
        -- timestamps
        mapped.first_seen_at
    from mapped
    cross join named_attributes
    left join fitting_attributes on mapped.person_key = fitting_attributes.person_key
    left join budget_bands
        on
            mapped.budget_amount >= budget_bands.min_amount
            and mapped.budget_amount < coalesce(budget_bands.max_amount, mapped.budget_amount + 1)

)

select * from final
