-- The all-time denominators of the e-mail rates are the deliveries of the facts, each e-mail counted by its events or by its totals.

with

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

deliveries as (

    select
        'events' as evidence,
        email_engagement.email_key,
        1 as delivered_count
    from {{ ref('fct_email_engagement') }} as email_engagement
    inner join calendar on email_engagement.delivered_date >= calendar.first_day
    where email_engagement.is_counted
    union all
    select
        'totals' as evidence,
        email_totals.email_key,
        email_totals.delivered_count
    from {{ ref('fct_email_totals_daily') }} as email_totals
    inner join calendar on email_totals.stat_date >= calendar.first_day

),

summed as (

    select
        sum(delivered_count) as delivered_count,
        sum(case when evidence = 'events' then delivered_count end) as known_delivered_count
    from deliveries

),

counted_twice as (

    select email_key
    from deliveries
    group by email_key
    having count(distinct evidence) > 1

)

select
    figures.kpi_id,
    figures.denominator,
    summed.delivered_count,
    summed.known_delivered_count
from {{ ref('kpi_values') }} as figures
cross join summed
where
    figures.period_grain = 'all_time'
    and figures.dimension = 'total'
    and figures.numerator is not null
    and (
        (figures.kpi_id in ('email_open_rate', 'email_click_rate') and figures.denominator != coalesce(summed.delivered_count, 0))
        or (figures.kpi_id = 'email_conversion_rate' and figures.denominator != coalesce(summed.known_delivered_count, 0))
    )
union all
select
    email_key as kpi_id,
    null as denominator,
    null as delivered_count,
    null as known_delivered_count
from counted_twice
