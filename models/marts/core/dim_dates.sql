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

web_sessions as (

    select * from {{ ref('int_web__sessions') }}

),

emails as (

    select * from {{ ref('int_engagement__emails') }}

),

acquisitions as (

    select * from {{ ref('fct_customer_acquisitions') }}

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
    union all
    select min(session_date) as fact_date from web_sessions
    union all
    select min(first_event_date) as fact_date from emails
    union all
    select min(acquired_date) as fact_date from acquisitions

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

weeks_and_years as (

    select
        date_day,
        cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_start,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_start,
        {{ fiscal_year_start('date_day') }} as fiscal_year_start
    from days

),

fiscal_months as (

    select
        *,
        {{ dbt.datediff('week_start', 'date_day', 'day') }} as days_since_monday,
        {{ dbt.datediff('fiscal_year_start', 'month_start', 'month') }} + 1 as fiscal_month
    from weeks_and_years

),

fiscal_quarters as (

    select
        *,
        case
            when fiscal_month <= 3 then 1
            when fiscal_month <= 6 then 2
            when fiscal_month <= 9 then 3
            else 4
        end as fiscal_quarter
    from fiscal_months

),

final as (

    select
        -- dimensions
        holidays.holiday_name,
        -- flags
        fiscal_quarters.days_since_monday < 5 and holidays.holiday_date is null as is_business_day,
        -- measures
        cast(extract(year from fiscal_quarters.fiscal_year_start) as int) as fiscal_year,
        cast(fiscal_quarters.fiscal_quarter as int) as fiscal_quarter,
        cast(fiscal_quarters.fiscal_month as int) as fiscal_month,
        -- dates
        fiscal_quarters.date_day,
        fiscal_quarters.week_start,
        fiscal_quarters.month_start,
        fiscal_quarters.quarter_start,
        cast({{ dbt.dateadd('month', '3 * (fiscal_quarters.fiscal_quarter - 1)', 'fiscal_quarters.fiscal_year_start') }} as date)
            as fiscal_quarter_start,
        fiscal_quarters.fiscal_year_start
    from fiscal_quarters
    left join holidays on fiscal_quarters.date_day = holidays.holiday_date

)

select * from final
