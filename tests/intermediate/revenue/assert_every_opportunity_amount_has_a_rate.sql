-- Every opportunity's amount has a rate into the reporting currency; for a currency and day listed here, add a row to finance_fx_rates.
{{ config(severity='warn') }}

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

unconverted as (

    select
        currency,
        amount_original,
        case when is_closed then close_date else {{ as_of_date() }} end as missing_rate_date
    from opportunities
    where amount is null and amount_original is not null

)

select
    currency,
    missing_rate_date,
    sum(amount_original) as amount_original
from unconverted
group by currency, missing_rate_date
