-- Spend on ads equals what the ad accounts report up to as_of, per system and currency.

with

lines as (

    select * from {{ ref('int_spend__lines') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

booked as (

    select
        source_system,
        currency,
        sum(amount_original) as amount_original
    from lines
    where cost_type = 'ad_spend'
    group by source_system, currency

),

reported as (

    select
        source_system,
        currency,
        sum(cast(cost as decimal(18, 2))) as amount_original
    from ad_stats
    where cost is not null and not is_deleted and stat_date <= {{ as_of_date() }}
    group by source_system, currency

)

select
    reported.source_system,
    reported.currency,
    reported.amount_original as reported_amount,
    booked.amount_original as booked_amount
from reported
full outer join booked on reported.source_system = booked.source_system and reported.currency = booked.currency
where reported.amount_original is distinct from booked.amount_original
