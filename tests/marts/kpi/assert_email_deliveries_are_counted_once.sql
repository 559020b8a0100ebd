-- The all-time denominators of the e-mail rates are the deliveries of the facts, each e-mail counted by its events or by its totals.

with

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

deliveries as (

    select
        'events' as evidence,
        email_engagement.email_key,
        true as has_open_counts,
        true as has_click_counts,
        1 as delivered_count
    from {{ ref('fct_email_engagement') }} as email_engagement
    inner join calendar on email_engagement.delivered_date >= calendar.first_day
    where email_engagement.is_counted
    union all
    select
        'totals' as evidence,
        email_totals.email_key,
        max(email_totals.open_count) over (partition by email_totals.email_key) is not null as has_open_counts,
        max(email_totals.click_count) over (partition by email_totals.email_key) is not null as has_click_counts,
        email_totals.delivered_count
    from {{ ref('fct_email_totals_daily') }} as email_totals
    inner join calendar on email_totals.stat_date >= calendar.first_day

),

summed as (

    select
        sum(case when has_open_counts then delivered_count end) as openable_count,
        sum(case when has_click_counts then delivered_count end) as clickable_count,
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
    summed.openable_count,
    summed.clickable_count,
    summed.known_delivered_count
from {{ ref('kpi_values') }} as figures
cross join summed
where
    figures.period_grain = 'all_time'
    and figures.dimension = 'total'
    and figures.numerator is not null
    and (
        (figures.kpi_id = 'email_open_rate' and figures.denominator != coalesce(summed.openable_count, 0))
        or (figures.kpi_id = 'email_click_rate' and figures.denominator != coalesce(summed.clickable_count, 0))
        or (figures.kpi_id = 'email_conversion_rate' and figures.denominator != coalesce(summed.known_delivered_count, 0))
    )
union all
select
    email_key as kpi_id,
    null as denominator,
    null as openable_count,
    null as clickable_count,
    null as known_delivered_count
from counted_twice
