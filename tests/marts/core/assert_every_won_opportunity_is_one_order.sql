-- Every won opportunity of a known account is one order of the same day and amount, and no account has orders of both types.

with

orders as (

    select * from {{ ref('fct_orders') }}

),

wins as (

    select *
    from {{ ref('fct_opportunities') }}
    where is_won and account_key is not null

)

select wins.opportunity_key as order_key
from wins
left join orders on wins.opportunity_key = orders.order_key
where
    orders.order_key is null
    or orders.order_type != 'opportunity'
    or orders.order_date != wins.close_date
    or coalesce(orders.order_amount, -1) != coalesce(wins.amount, -1)

union all

select min(order_key) as order_key
from orders
group by account_key
having count(distinct order_type) > 1
