-- Every cost has a rate into the reporting currency; for a currency and day listed here, add a row to finance_fx_rates.
{{ config(severity='warn') }}

with

lines as (

    select * from {{ ref('int_spend__lines') }}

)

select
    currency,
    spend_date as missing_rate_date,
    sum(amount_original) as amount_original
from lines
where amount is null and amount_original is not null
group by currency, spend_date
