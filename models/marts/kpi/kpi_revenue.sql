-- Grain: one row per KPI and opportunity, customer or customer month that counts in it (kpi_id, subject_key).
-- Basis: period; active_customers is a stock at the period's end.

with

subjects as (

    select
        *,
        opportunity_key as subject_key,
        campaign_name as campaign,
        coalesce(owner_key, '(unassigned)') as owner
    from {{ ref('fct_opportunities') }}
    where is_won and amount is not null

),

acquisitions as (

    select
        *,
        campaign_name as campaign
    from {{ ref('fct_customer_acquisitions') }}

),

customer_months as (

    select
        *,
        account_key || '|' || cast(active_month as {{ dbt.type_string() }}) as subject_key
    from {{ ref('fct_customer_months') }}

),

revenue_won as (

    select
        'revenue_won' as kpi_id,
        subject_key,
        cast(amount as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from subjects

),

marketing_sourced_revenue as (

    select
        'marketing_sourced_revenue' as kpi_id,
        subject_key,
        cast(amount as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from subjects
    where is_marketing_sourced

),

marketing_contribution_rate as (

    select
        'marketing_contribution_rate' as kpi_id,
        subject_key,
        cast(case when is_marketing_sourced then amount else 0 end as decimal(28, 6)) as numerator,
        cast(amount as decimal(28, 6)) as denominator
    from subjects

),

marketing_contribution_rate_new_business as (

    select
        'marketing_contribution_rate_new_business' as kpi_id,
        subject_key,
        cast(case when is_marketing_sourced then amount else 0 end as decimal(28, 6)) as numerator,
        cast(amount as decimal(28, 6)) as denominator
    from subjects
    where opportunity_type = 'new_business'

),

opportunity_events as (

    select * from revenue_won
    union all
    select * from marketing_sourced_revenue
    union all
    select * from marketing_contribution_rate
    union all
    select * from marketing_contribution_rate_new_business

),

new_customers as (

    select
        'new_customers' as kpi_id,
        account_key,
        cast(null as decimal(28, 6)) as denominator
    from acquisitions

),

active_customers as (

    select
        'active_customers' as kpi_id,
        subject_key,
        cast(1 as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from customer_months

),

-- New customers of the period over the customers at its end: a flow over a stock.
new_customer_rate as (

    select
        'new_customer_rate' as kpi_id,
        subject_key,
        cast(0 as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator
    from customer_months

),

acquisition_events as (

    select * from new_customers
    union all
    select
        'new_customer_rate' as kpi_id,
        account_key,
        cast(0 as decimal(28, 6)) as denominator
    from acquisitions

),

stock_events as (

    select * from active_customers
    union all
    select * from new_customer_rate

),

final as (

    select
        opportunity_events.kpi_id,
        opportunity_events.subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('subjects', [
            'channel', 'campaign', 'industry', 'size_band', 'region', 'product_category', 'owner', 'opportunity_type'
        ]) }},
        true as is_in_total,
        opportunity_events.numerator,
        opportunity_events.denominator,
        subjects.close_date as event_date
    from opportunity_events
    inner join subjects on opportunity_events.subject_key = subjects.subject_key
    union all
    select
        acquisition_events.kpi_id,
        acquisition_events.account_key as subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('acquisitions', ['channel', 'campaign', 'industry', 'size_band', 'region']) }},
        true as is_in_total,
        cast(1 as decimal(28, 6)) as numerator,
        acquisition_events.denominator,
        acquisitions.acquired_date as event_date
    from acquisition_events
    inner join acquisitions on acquisition_events.account_key = acquisitions.account_key
    union all
    select
        stock_events.kpi_id,
        stock_events.subject_key,
        'stock' as accumulation,
        {{ kpi_dimension_columns('customer_months', ['industry', 'size_band', 'region']) }},
        true as is_in_total,
        stock_events.numerator,
        stock_events.denominator,
        customer_months.active_month as event_date
    from stock_events
    inner join customer_months on stock_events.subject_key = customer_months.subject_key

)

select * from final
