-- Grain: one row per day and period that holds it (date_day, period_grain).

with

dates as (

    select * from {{ ref('dim_dates') }}

),

final as (

    select date_day, 'day' as period_grain, date_day as period_start from dates
    union all
    select date_day, 'week' as period_grain, week_start as period_start from dates
    union all
    select date_day, 'month' as period_grain, month_start as period_start from dates
    union all
    select date_day, 'quarter' as period_grain, quarter_start as period_start from dates
    union all
    select date_day, 'fiscal_quarter' as period_grain, fiscal_quarter_start as period_start from dates
    union all
    select date_day, 'fiscal_year' as period_grain, fiscal_year_start as period_start from dates
    union all
    select date_day, 'all_time' as period_grain, cast('1900-01-01' as date) as period_start from dates

)

select * from final
