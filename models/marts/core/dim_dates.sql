-- Grain: one row per day from the first fact to the end of the fiscal year that holds as_of (date_day).

with

people as (

    select * from {{ ref('int_lifecycle__person_stages') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

spend_lines as (

    select * from {{ ref('int_spend__lines') }}

),

holidays as (

    select * from {{ ref('stg_landing__holidays') }}

),

day_numbers as (

    {{ numbers(7700) }}

),

fact_dates as (

    select min(lead_date) as fact_date from people
    union all
    select min(created_date) as fact_date from opportunities
    union all
    select min(spend_date) as fact_date from spend_lines

),

-- A typo in a year must not make a calendar of centuries: it starts 20 years before as_of at the earliest.
bounds as (

    select
        greatest(
            cast({{ dbt.dateadd('year', -20, as_of_date()) }} as date),
            cast({{ dbt.date_trunc('month', 'coalesce(min(fact_date), ' ~ as_of_date() ~ ')') }} as date)
        ) as first_day,
        {{ fiscal_year_start(as_of_date()) }} as fiscal_year_start
    from fact_dates

),

days as (

    select cast({{ dbt.dateadd('day', 'day_numbers.number', 'bounds.first_day') }} as date) as date_day
    from bounds
    inner join day_numbers
        on
            cast({{ dbt.dateadd('day', 'day_numbers.number', 'bounds.first_day') }} as date)
            < cast({{ dbt.dateadd('year', 1, 'bounds.fiscal_year_start') }} as date)

),

final as (

    select
        -- dimensions
        holidays.holiday_name,
        -- flags
        {{ dbt.date_trunc('week', 'days.date_day') }} > {{ dbt.dateadd('day', -5, 'days.date_day') }}
        and holidays.holiday_date is null as is_business_day,
        -- measures
        cast(extract(year from {{ fiscal_year_start('days.date_day') }}) as int) as fiscal_year,
        cast({{ ratio(dbt.datediff(fiscal_year_start('days.date_day'), 'days.date_day', 'month') ~ ' - mod(' ~ dbt.datediff(fiscal_year_start('days.date_day'), 'days.date_day', 'month') ~ ', 3)', '3') }} as int) + 1
            as fiscal_quarter,
        cast({{ dbt.datediff(fiscal_year_start('days.date_day'), 'days.date_day', 'month') }} as int) + 1 as fiscal_month,
        -- dates
        days.date_day,
        cast({{ dbt.date_trunc('week', 'days.date_day') }} as date) as week_start,
        cast({{ dbt.date_trunc('month', 'days.date_day') }} as date) as month_start,
        cast({{ dbt.date_trunc('quarter', 'days.date_day') }} as date) as quarter_start,
        cast({{ dbt.dateadd('month',
            '-1 * mod(' ~ dbt.datediff(fiscal_year_start('days.date_day'), 'days.date_day', 'month') ~ ', 3)',
            dbt.date_trunc('month', 'days.date_day')) }} as date) as fiscal_quarter_start,
        {{ fiscal_year_start('days.date_day') }} as fiscal_year_start
    from days
    left join holidays on days.date_day = holidays.holiday_date

)

select * from final
