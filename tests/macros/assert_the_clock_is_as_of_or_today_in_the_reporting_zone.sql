-- The project's clock is var as_of where it is given, else the day on which the run started in the reporting
-- time zone; it is a date, so that a day added to it is the next day.
{%- set started_at = "cast('" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' as timestamp)" %}

with

computed as (

    select
        {{ as_of_date() }} as actual_date,
        {% if var('as_of') %}cast('{{ var('as_of') }}' as date)
        {%- else %}{{ to_reporting_date(started_at) }}
        {%- endif %} as expected_date

)

select *
from computed
where
    actual_date is distinct from expected_date
    or {{ dbt.datediff('actual_date', dbt.dateadd('day', 1, 'actual_date'), 'day') }} != 1
