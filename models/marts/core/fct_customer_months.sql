-- Grain: one row per account and month in which it is an active customer (account_key, active_month).
-- Active: recurring revenue or a contract at the month's end (as_of in the running month), or an order within active_customer_months.

with

opportunities as (

    select * from {{ ref('fct_opportunities') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

mrr as (

    select * from {{ ref('fct_account_mrr_monthly') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

dates as (

    select * from {{ ref('dim_dates') }}

),

months as (

    select
        month_start as active_month,
        least(max(date_day), {{ as_of_date() }}) as valued_date
    from dates
    where date_day <= {{ as_of_date() }}
    group by month_start

),

active_accounts as (

    select
        account_key,
        revenue_month as active_month
    from mrr
    where mrr_amount > 0
    union
    select
        opportunities.account_key,
        months.active_month
    from opportunities
    inner join months
        on
            opportunities.contract_start_date <= months.valued_date
            and opportunities.contract_end_date >= months.valued_date
    where opportunities.is_won and opportunities.account_key is not null
    union
    select
        orders.account_key,
        months.active_month
    from orders
    inner join months
        on
            orders.order_date <= months.valued_date
            and {{ dbt.dateadd('month', var('active_customer_months'), 'orders.order_date') }} > months.valued_date

),

final as (

    select
        -- keys
        active_accounts.account_key,
        -- dimensions
        coalesce(accounts.industry, '(unassigned)') as industry,
        coalesce(accounts.size_band, '(unassigned)') as size_band,
        coalesce(accounts.region, '(unassigned)') as region,
        -- dates
        active_accounts.active_month
    from active_accounts
    left join accounts on active_accounts.account_key = accounts.account_key

)

select * from final
