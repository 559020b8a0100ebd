-- Grain: one row per company (account_key).
-- Excludes: companies all of whose records are deleted, unless an opportunity, an order,
-- recurring revenue or a person still belongs to them.

with

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

mrr as (

    select * from {{ ref('fct_account_mrr_monthly') }}

),

wins as (

    select
        account_key,
        min(close_date) as first_won_date
    from opportunities
    where is_won and account_key is not null
    group by account_key

),

referenced as (

    select account_key
    from opportunities
    where account_key is not null
    union
    select account_key
    from people
    where account_key is not null
    union
    select account_key
    from orders
    union
    select account_key
    from mrr

),

final as (

    select
        -- keys
        accounts.account_key,
        accounts.owner_key,
        -- dimensions
        accounts.account_name,
        accounts.domain,
        accounts.industry,
        accounts.size_band,
        accounts.region,
        -- flags
        wins.first_won_date is not null as is_customer,
        -- dates
        wins.first_won_date
    from accounts
    left join wins on accounts.account_key = wins.account_key
    left join referenced on accounts.account_key = referenced.account_key
    where not accounts.is_deleted or referenced.account_key is not null

)

select * from final
