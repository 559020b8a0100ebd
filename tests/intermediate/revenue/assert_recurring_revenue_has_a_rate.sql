-- Recurring revenue has a rate into the reporting currency at every month's end; for a currency and day listed here, add a row to finance_fx_rates.
{{ config(severity='warn') }}

with

account_mrr as (

    select * from {{ ref('int_revenue__account_mrr_monthly') }}

)

select
    account_key,
    revenue_month
from account_mrr
where mrr_amount is null
