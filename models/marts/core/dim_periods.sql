-- Grain: one row per period that has begun by as_of (period_grain, period_start).

with

dates_periods as (

    select * from {{ ref('bridge_dates_periods') }}

),

final as (

    select
        -- dimensions
        period_grain,
        -- flags
        period_grain <> 'all_time' and max(date_day) < {{ as_of_date() }} as is_complete,
        -- dates
        period_start,
        case
            when period_grain = 'all_time' then {{ as_of_date() }}
            when period_grain = 'week' then cast({{ dbt.dateadd('day', 6, 'period_start') }} as date)
            else max(date_day)
        end as period_end_date,
        -- The month whose stock stands for the period: its last one, or the running one.
        cast({{ dbt.date_trunc('month', 'least(max(date_day), ' ~ as_of_date() ~ ')') }} as date) as last_month_start
    from dates_periods
    group by period_grain, period_start
    having min(date_day) <= {{ as_of_date() }}

)

select * from final
