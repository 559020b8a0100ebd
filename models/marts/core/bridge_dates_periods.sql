-- Grain: one row per day and period that holds it (date_day, period_grain).

with

dates as (

    select * from {{ ref('dim_dates') }}

),

final as (

    select
        'day' as period_grain,
        date_day,
        date_day as period_start
    from dates
    union all
    select
        'week' as period_grain,
        date_day,
        week_start as period_start
    from dates
    union all
    select
        'month' as period_grain,
        date_day,
        month_start as period_start
    from dates
    union all
    select
        'quarter' as period_grain,
        date_day,
        quarter_start as period_start
    from dates
    union all
    select
        'fiscal_quarter' as period_grain,
        date_day,
        fiscal_quarter_start as period_start
    from dates
    union all
    select
        'fiscal_year' as period_grain,
        date_day,
        fiscal_year_start as period_start
    from dates
    union all
    select
        'all_time' as period_grain,
        date_day,
        cast('1900-01-01' as date) as period_start
    from dates

)

select * from final
