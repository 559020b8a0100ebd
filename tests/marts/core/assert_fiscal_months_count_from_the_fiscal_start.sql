-- The fiscal year begins on the 1st of var fiscal_year_start_month, and months and quarters of the year count from there.

with

dates as (

    select
        *,
        1 + mod(cast(extract(month from date_day) as int) - {{ var('fiscal_year_start_month') }} + 12, 12) as month_of_year
    from {{ ref('dim_dates') }}

)

select
    date_day,
    fiscal_year_start,
    fiscal_year,
    fiscal_quarter,
    fiscal_month
from dates
where
    fiscal_month != month_of_year
    or fiscal_quarter * 3 not between month_of_year and month_of_year + 2
    or extract(month from fiscal_year_start) != {{ var('fiscal_year_start_month') }}
    or extract(day from fiscal_year_start) != 1
    or extract(year from fiscal_year_start) != fiscal_year
    or date_day not between fiscal_year_start and fiscal_quarter_start + 92
    or fiscal_quarter_start not between fiscal_year_start and date_day
