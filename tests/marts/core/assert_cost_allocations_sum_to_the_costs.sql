-- The shares of marketing and of sales cost sum, month by month and to the cent, to the cost lines themselves.

with

costs as (

    select
        'marketing' as cost_function,
        cast({{ dbt.date_trunc('month', 'spend_date') }} as date) as spend_month,
        amount
    from {{ ref('fct_marketing_spend') }}
    union all
    select
        'sales' as cost_function,
        cast({{ dbt.date_trunc('month', 'cost_month') }} as date) as spend_month,
        amount
    from {{ ref('fct_sales_costs') }}

),

signed as (

    select
        cost_function,
        spend_month,
        amount as cost_amount,
        0 as allocated_amount
    from costs
    union all
    select
        cost_function,
        cast({{ dbt.date_trunc('month', 'spend_date') }} as date) as spend_month,
        0 as cost_amount,
        allocated_amount
    from {{ ref('fct_cost_allocations') }}

)

select
    cost_function,
    spend_month,
    sum(cost_amount) as cost_amount,
    sum(allocated_amount) as allocated_amount
from signed
group by cost_function, spend_month
having sum(cost_amount) != sum(allocated_amount)
