-- The revenue of every month is the sum of the opportunities won in it, of any type.

with

won_by_month as (

    select
        cast({{ dbt.date_trunc('month', 'close_date') }} as date) as won_month,
        sum(amount) as won_amount
    from {{ ref('fct_opportunities') }}
    where is_won
    group by cast({{ dbt.date_trunc('month', 'close_date') }} as date)

),

months as (

    select
        period_start,
        value
    from {{ ref('kpi_values') }}
    where kpi_id = 'revenue_won' and period_grain = 'month' and dimension = 'total'

)

select
    months.period_start,
    months.value,
    won_by_month.won_amount
from months
left join won_by_month on months.period_start = won_by_month.won_month
where abs(coalesce(months.value, 0) - coalesce(won_by_month.won_amount, 0)) > 0.01
