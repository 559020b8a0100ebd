-- The ledger's lines sum to the ledger without what is in an ad platform, per currency and up to as_of.

with

lines as (

    select * from {{ ref('int_spend__lines') }}

),

costs as (

    select * from {{ ref('int_finance__costs') }}

),

booked as (

    select
        currency,
        sum(amount_original) as amount_original
    from lines
    where cost_type not in ('ad_spend', 'program_cost', 'campaign_cost')
    group by currency

),

reported as (

    select
        currency,
        sum(amount) as amount_original
    from costs
    where
        amount is not null
        and not is_deleted
        and not coalesce(is_in_ad_platform, false)
        and cost_month <= {{ as_of_date() }}
    group by currency

)

select
    reported.currency,
    reported.amount_original as reported_amount,
    booked.amount_original as booked_amount
from reported
full outer join booked on reported.currency = booked.currency
where reported.amount_original is distinct from booked.amount_original
