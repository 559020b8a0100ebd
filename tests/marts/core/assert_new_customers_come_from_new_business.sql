-- The win that makes a new customer is new business, the first win of its account, and on the day of acquisition.

with

acquisitions as (

    select * from {{ ref('fct_customer_acquisitions') }}

),

wins as (

    select *
    from {{ ref('fct_opportunities') }}
    where is_won

),

first_wins as (

    select
        account_key,
        min(close_date) as first_won_date
    from wins
    group by account_key

)

select
    acquisitions.account_key,
    acquisitions.opportunity_key,
    acquisitions.acquired_date
from acquisitions
left join wins on acquisitions.opportunity_key = wins.opportunity_key
left join first_wins on acquisitions.account_key = first_wins.account_key
where
    acquisitions.opportunity_key is not null
    and (
        wins.opportunity_key is null
        or wins.opportunity_type != 'new_business'
        or wins.account_key != acquisitions.account_key
        or acquisitions.acquired_date != first_wins.first_won_date
    )
