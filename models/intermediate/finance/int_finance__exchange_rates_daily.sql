-- Grain: one row per currency and day with a usable rate into the reporting currency (from_currency, rate_date).
-- Excludes: rates older than fx_max_age_days on that day; a day without one gives no amount.

with

fx_rates as (

    select * from {{ ref('int_finance__fx_rates') }}

),

offsets as (

    {{ numbers(var('fx_max_age_days') + 1) }}

),

-- A quoted rate from the reporting currency serves the other way round.
quoted_rates as (

    select
        upper(from_currency) as from_currency,
        rate_date,
        rate,
        1 as preference
    from fx_rates
    where upper(to_currency) = '{{ var("reporting_currency") }}' and rate > 0 and not is_deleted
    union all
    select
        upper(to_currency) as from_currency,
        rate_date,
        {{ ratio('1', 'rate') }} as rate,
        2 as preference
    from fx_rates
    where upper(from_currency) = '{{ var("reporting_currency") }}' and rate > 0 and not is_deleted

),

usable_rates as (

    select
        quoted_rates.from_currency,
        cast({{ dbt.dateadd('day', 'offsets.number', 'quoted_rates.rate_date') }} as date) as rate_date,
        quoted_rates.rate,
        row_number() over (
            partition by
                quoted_rates.from_currency,
                cast({{ dbt.dateadd('day', 'offsets.number', 'quoted_rates.rate_date') }} as date)
            order by offsets.number, quoted_rates.preference, quoted_rates.rate
        ) as choice
    from quoted_rates
    cross join offsets

),

final as (

    select
        from_currency,
        rate,
        rate_date
    from usable_rates
    where choice = 1

)

select * from final
