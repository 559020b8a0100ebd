-- Grain: one row per period that has begun by as_of (period_grain, period_start).

with

dates_periods as (

    select * from {{ ref('bridge_dates_periods') }}

),

begun_periods as (

    select
        period_grain,
        period_start
    from dates_periods
    group by period_grain, period_start
    having min(date_day) <= {{ as_of_date() }}

),

ended_periods as (

    select
        period_grain,
        period_start,
        cast(case period_grain
            when 'day' then period_start
            when 'week' then {{ dbt.dateadd('day', 6, 'period_start') }}
            when 'month' then {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'period_start')) }}
            when 'quarter' then {{ dbt.dateadd('day', -1, dbt.dateadd('month', 3, 'period_start')) }}
            when 'fiscal_quarter' then {{ dbt.dateadd('day', -1, dbt.dateadd('month', 3, 'period_start')) }}
            when 'fiscal_year' then {{ dbt.dateadd('day', -1, dbt.dateadd('year', 1, 'period_start')) }}
            else {{ as_of_date() }}
        end as date) as period_end_date
    from begun_periods

),

final as (

    select
        -- dimensions
        period_grain,
        -- flags
        period_end_date < {{ as_of_date() }} as is_complete,
        -- dates
        period_start,
        period_end_date,
        -- The month whose stock stands for the period: its last one, or the running one.
        cast({{ dbt.date_trunc('month', 'least(period_end_date, ' ~ as_of_date() ~ ')') }} as date) as last_month_start
    from ended_periods

)

select * from final
