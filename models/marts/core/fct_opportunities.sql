-- Grain: one row per opportunity by its state at as_of (opportunity_key).
-- Excludes: opportunities deleted in every CRM. Amounts are in the reporting currency.

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

opportunity_sources as (

    select * from {{ ref('int_revenue__opportunity_sources') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

deal_size_bands as (

    select * from {{ ref('policy_deal_size_bands') }}

),

final as (

    select
        -- keys
        opportunities.opportunity_key,
        opportunities.account_key,
        opportunity_sources.sourcing_person_key,
        opportunity_sources.campaign_key,
        opportunities.owner_key,
        -- dimensions
        opportunities.opportunity_type,
        opportunities.stage,
        opportunity_sources.channel,
        coalesce(campaigns.campaign_name, '(unassigned)') as campaign_name,
        coalesce(accounts.industry, people.industry, '(unassigned)') as industry,
        coalesce(accounts.size_band, people.size_band, '(unassigned)') as size_band,
        coalesce(accounts.region, people.region, '(unassigned)') as region,
        coalesce(deal_size_bands.deal_size_band, '(unassigned)') as deal_size_band,
        opportunities.product_category,
        coalesce(opportunities.lead_source, '(unassigned)') as lead_source,
        opportunities.lost_reason,
        opportunities.source_system,
        opportunities.currency,
        -- flags
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.is_type_inferred,
        opportunity_sources.is_marketing_sourced,
        opportunity_sources.is_marketing_influenced,
        opportunities.close_date < opportunities.created_date and opportunities.is_closed as is_closed_before_created,
        -- measures
        opportunities.amount,
        opportunities.amount_original,
        opportunities.recurring_amount,
        opportunities.probability,
        case
            when opportunities.is_closed
                then cast({{ dbt.datediff('opportunities.created_date', 'opportunities.close_date', 'day') }} as bigint)
        end as sales_cycle_days,
        -- dates
        opportunities.created_date,
        opportunities.close_date,
        opportunities.contract_start_date,
        opportunities.contract_end_date,
        -- timestamps
        opportunities.created_at
    from opportunities
    inner join opportunity_sources on opportunities.opportunity_key = opportunity_sources.opportunity_key
    left join accounts on opportunities.account_key = accounts.account_key
    left join people on opportunity_sources.sourcing_person_key = people.person_key
    left join campaigns on opportunity_sources.campaign_key = campaigns.campaign_key
    left join deal_size_bands
        on
            opportunities.amount >= deal_size_bands.min_amount
            and opportunities.amount < coalesce(deal_size_bands.max_amount, opportunities.amount + 1)

)

select * from final
