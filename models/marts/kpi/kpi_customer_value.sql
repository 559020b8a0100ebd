-- Grain: one row per KPI, account and month (kpi_id, subject_key).
-- Basis: trailing twelve months at the period's last month. Lifetime and churn are those of the whole company,
-- as a segment's few customers make its own churn a matter of chance; both are capped by ltv_cap_months.

with

orders as (

    select * from {{ ref('fct_orders') }}
    where order_amount is not null

),

mrr as (

    select * from {{ ref('fct_account_mrr_monthly') }}

),

dates as (

    select * from {{ ref('dim_dates') }}

),

deal_size_bands as (

    select * from {{ ref('policy_deal_size_bands') }}

),

months as (

    select
        month_start as event_date,
        least(max(date_day), {{ as_of_date() }}) as valued_date
    from dates
    where date_day <= {{ as_of_date() }}
    group by month_start

),

-- transactional
orders_by_month as (

    select
        months.event_date,
        orders.account_key,
        orders.industry,
        orders.size_band,
        count(case when {{ dbt.dateadd('month', 12, 'orders.order_date') }} > months.valued_date then 1 end)
            as recent_order_count,
        count(case when {{ dbt.dateadd('month', 12, 'orders.order_date') }} <= months.valued_date then 1 end)
            as earlier_order_count,
        sum(case when {{ dbt.dateadd('month', 12, 'orders.order_date') }} > months.valued_date then orders.order_amount else 0 end)
            as recent_amount
    from months
    inner join orders
        on
            months.valued_date >= orders.order_date
            and {{ dbt.dateadd('month', 24, 'orders.order_date') }} > months.valued_date
    group by months.event_date, orders.account_key, orders.industry, orders.size_band

),

-- A customer of the year before who ordered nothing in this one has lapsed.
lifetimes as (

    select
        event_date,
        least(
            coalesce(
                {{ ratio(
                    'count(case when earlier_order_count > 0 then 1 end)',
                    'count(case when earlier_order_count > 0 and recent_order_count = 0 then 1 end)'
                ) }},
                {{ ratio(var('ltv_cap_months'), 12) }}
            ),
            {{ ratio(var('ltv_cap_months'), 12) }}
        ) as lifetime_years
    from orders_by_month
    group by event_date

),

ltv_transactional as (

    select
        'ltv_transactional' as kpi_id,
        orders_by_month.account_key,
        orders_by_month.industry,
        orders_by_month.size_band,
        cast({{ ratio('orders_by_month.recent_amount', 'orders_by_month.recent_order_count') }} as decimal(18, 2))
            as deal_amount,
        cast(cast(orders_by_month.recent_amount as double) * lifetimes.lifetime_years as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator,
        orders_by_month.event_date
    from orders_by_month
    inner join lifetimes on orders_by_month.event_date = lifetimes.event_date
    where orders_by_month.recent_order_count > 0

),

-- subscription
mrr_next_month as (

    select
        mrr.account_key,
        mrr.revenue_month,
        following.account_key is not null as is_retained
    from mrr
    left join mrr as following
        on
            mrr.account_key = following.account_key
            and {{ dbt.dateadd('month', 1, 'mrr.revenue_month') }} = following.revenue_month

),

contract_months as (

    select
        months.event_date,
        least(
            coalesce(
                {{ ratio('count(*)', 'count(case when not mrr_next_month.is_retained then 1 end)') }},
                {{ var('ltv_cap_months') }}
            ),
            {{ var('ltv_cap_months') }}
        ) as average_months
    from months
    inner join mrr_next_month
        on
            months.event_date > mrr_next_month.revenue_month
            and {{ dbt.dateadd('month', 12, 'mrr_next_month.revenue_month') }} >= months.event_date
    group by months.event_date

),

ltv_subscription as (

    select
        'ltv_subscription' as kpi_id,
        mrr.account_key,
        mrr.industry,
        mrr.size_band,
        cast(mrr.mrr_amount * 12 as decimal(18, 2)) as deal_amount,
        cast(
            cast(mrr.mrr_amount as double) * mrr.margin_share
            * coalesce(contract_months.average_months, {{ var('ltv_cap_months') }})
            as decimal(28, 6)
        ) as numerator,
        cast(1 as decimal(28, 6)) as denominator,
        mrr.revenue_month as event_date
    from mrr
    left join contract_months on mrr.revenue_month = contract_months.event_date

),

events as (

    select * from ltv_transactional
    union all
    select * from ltv_subscription

),

banded as (

    select
        events.*,
        coalesce(deal_size_bands.deal_size_band, '(unassigned)') as deal_size_band
    from events
    left join deal_size_bands
        on
            events.deal_amount >= deal_size_bands.min_amount
            and events.deal_amount < coalesce(deal_size_bands.max_amount, events.deal_amount + 1)

),

final as (

    select
        kpi_id,
        account_key || '|' || cast(event_date as {{ dbt.type_string() }}) as subject_key,
        'stock' as accumulation,
        {{ kpi_dimension_columns('banded', ['industry', 'size_band', 'deal_size_band']) }},
        true as is_in_total,
        numerator,
        denominator,
        event_date
    from banded

)

select * from final
