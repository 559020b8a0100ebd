-- The all-time figures of the plain counts and sums are those of the facts: leads, opportunities, wins, spend, new customers, sessions, views.

with

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

facts as (

    select
        'leads' as kpi_id,
        lead_date as fact_date,
        1 as amount
    from {{ ref('fct_leads') }}
    union all
    select
        'mqls' as kpi_id,
        mql_date as fact_date,
        1 as amount
    from {{ ref('fct_leads') }}
    where mql_date is not null
    union all
    select
        'opportunities' as kpi_id,
        created_date as fact_date,
        1 as amount
    from {{ ref('fct_opportunities') }}
    where opportunity_type = 'new_business'
    union all
    select
        'revenue_won' as kpi_id,
        close_date as fact_date,
        amount
    from {{ ref('fct_opportunities') }}
    where is_won
    union all
    select
        'marketing_spend' as kpi_id,
        spend_date as fact_date,
        amount
    from {{ ref('fct_marketing_spend') }}
    union all
    select
        'new_customers' as kpi_id,
        acquired_date as fact_date,
        1 as amount
    from {{ ref('fct_customer_acquisitions') }}
    union all
    select
        'sessions' as kpi_id,
        session_date as fact_date,
        1 as amount
    from {{ ref('fct_web_sessions') }}
    where is_counted
    union all
    select
        'pageviews' as kpi_id,
        session_date as fact_date,
        pageview_count as amount
    from {{ ref('fct_web_sessions') }}
    where is_counted
    union all
    select
        'content_views' as kpi_id,
        session_date as fact_date,
        view_count as amount
    from {{ ref('fct_content_engagement') }}
    where is_counted

),

-- A date before the calendar begins is a typo, which dq_date_anomalies names.
summed as (

    select
        facts.kpi_id,
        sum(facts.amount) as fact_amount
    from facts
    inner join calendar on facts.fact_date >= calendar.first_day
    group by facts.kpi_id

)

select
    figures.kpi_id,
    figures.value,
    summed.fact_amount
from {{ ref('kpi_values') }} as figures
left join summed on figures.kpi_id = summed.kpi_id
where
    figures.period_grain = 'all_time'
    and figures.dimension = 'total'
    and figures.kpi_id in (
        'leads', 'mqls', 'opportunities', 'revenue_won', 'marketing_spend', 'new_customers', 'sessions', 'pageviews', 'content_views'
    )
    and abs(coalesce(figures.value, 0) - coalesce(summed.fact_amount, 0)) > 0.01
