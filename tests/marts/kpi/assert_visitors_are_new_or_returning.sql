-- Visitors of every period and member are new or returning, and in all time those of the sessions, each once.

with

figures as (

    select *
    from {{ ref('kpi_values') }}
    where kpi_id in ('visitors', 'new_visitors', 'returning_visitors')

),

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

counted_visitors as (

    select count(distinct web_sessions.visitor_key) as visitor_count
    from {{ ref('fct_web_sessions') }} as web_sessions
    inner join calendar on web_sessions.session_date >= calendar.first_day
    where web_sessions.is_counted

)

select
    figures.period_grain,
    figures.period_start,
    figures.dimension,
    figures.dimension_value,
    max(case when figures.kpi_id = 'visitors' then figures.numerator end) as visitor_count,
    sum(case when figures.kpi_id != 'visitors' then figures.numerator end) as new_and_returning_count,
    max(counted_visitors.visitor_count) as session_visitor_count
from figures
cross join counted_visitors
group by figures.period_grain, figures.period_start, figures.dimension, figures.dimension_value
having
    coalesce(max(case when figures.kpi_id = 'visitors' then figures.numerator end), 0)
    != coalesce(sum(case when figures.kpi_id != 'visitors' then figures.numerator end), 0)
    or (
        figures.period_grain = 'all_time'
        and figures.dimension = 'total'
        and coalesce(max(case when figures.kpi_id = 'visitors' then figures.numerator end), 0) != max(counted_visitors.visitor_count)
    )
