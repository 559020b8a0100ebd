-- Every day of the calendar is followed by the next one, up to the last day of the fiscal year that holds as_of.

with

days as (

    select
        date_day,
        lead(date_day) over (order by date_day) as next_day
    from {{ ref('dim_dates') }}

)

select
    date_day,
    next_day
from days
where
    next_day != cast({{ dbt.dateadd('day', 1, 'date_day') }} as date)
    or (
        next_day is null
        and cast({{ dbt.dateadd('day', 1, 'date_day') }} as date)
        != cast({{ dbt.dateadd('year', 1, fiscal_year_start(as_of_date())) }} as date)
    )
