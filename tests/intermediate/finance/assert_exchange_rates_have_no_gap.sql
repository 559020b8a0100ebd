-- A quoted rate serves its own day and each of the fx_max_age_days after it: no such day is without a rate.

with

fx_rates as (

    select * from {{ ref('int_finance__fx_rates') }}

),

exchange_rates as (

    select * from {{ ref('int_finance__exchange_rates_daily') }}

),

offsets as (

    {{ numbers(var('fx_max_age_days') + 1) }}

),

served_days as (

    select
        upper(fx_rates.from_currency) as from_currency,
        cast({{ dbt.dateadd('day', 'offsets.number', 'fx_rates.rate_date') }} as date) as rate_date
    from fx_rates
    cross join offsets
    where
        upper(fx_rates.to_currency) = '{{ var("reporting_currency") }}'
        and fx_rates.rate > 0
        and not fx_rates.is_deleted

)

select
    served_days.from_currency,
    served_days.rate_date
from served_days
left join exchange_rates
    on served_days.from_currency = exchange_rates.from_currency and served_days.rate_date = exchange_rates.rate_date
where exchange_rates.rate_date is null
