-- Grain: one row per KPI, period and member of a dimension (kpi_id, period_grain, period_start, dimension, dimension_value).
-- Basis: period. Why: distinct visitors of days do not add up to those of a month; each period counts them anew.

{%- set day_dimensions = ['total', 'channel', 'device'] %}
{%- set month_dimensions = ['landing_page'] %}

with

web_sessions as (

    select * from {{ ref('fct_web_sessions') }}
    where is_counted

),

dates_periods as (

    select * from {{ ref('bridge_dates_periods') }}

),

-- A number is counted in a fraction of the time that a hash takes.
visitor_numbers as (

    select
        visitor_key,
        row_number() over (order by visitor_key) as visitor_number
    from web_sessions
    group by visitor_key

),

placed_sessions as (

    select
        visitor_numbers.visitor_number,
        'all' as total,
        web_sessions.channel,
        coalesce(web_sessions.device_category, '(unassigned)') as device,
        {{ page_member('web_sessions.hostname', 'web_sessions.landing_page') }} as landing_page,
        web_sessions.is_new_visitor,
        web_sessions.has_conversion,
        web_sessions.session_date,
        cast({{ dbt.date_trunc('month', 'web_sessions.session_date') }} as date) as session_month
    from web_sessions
    inner join visitor_numbers on web_sessions.visitor_key = visitor_numbers.visitor_key

),

visitor_days as (

    {% for dimension in day_dimensions %}
    select
        visitor_number,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        bool_or(is_new_visitor) as has_first_session,
        bool_or(has_conversion) as has_conversion,
        session_date,
        session_month
    from placed_sessions
    group by visitor_number, {{ dimension }}, session_date, session_month
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

visitor_weeks as (

    select
        visitor_days.visitor_number,
        visitor_days.dimension,
        visitor_days.dimension_value,
        bool_or(visitor_days.has_first_session) as has_first_session,
        bool_or(visitor_days.has_conversion) as has_conversion,
        dates_periods.period_start
    from visitor_days
    inner join dates_periods on visitor_days.session_date = dates_periods.date_day and dates_periods.period_grain = 'week'
    group by visitor_days.visitor_number, visitor_days.dimension, visitor_days.dimension_value, dates_periods.period_start

),

-- Longer periods are made of whole months: from here on a visitor has one row per month and member.
visitor_months as (

    select
        visitor_number,
        dimension,
        dimension_value,
        bool_or(has_first_session) as has_first_session,
        bool_or(has_conversion) as has_conversion,
        session_month
    from visitor_days
    group by visitor_number, dimension, dimension_value, session_month
    {% for dimension in month_dimensions %}
    union all
    select
        visitor_number,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        bool_or(is_new_visitor) as has_first_session,
        bool_or(has_conversion) as has_conversion,
        session_month
    from placed_sessions
    group by visitor_number, {{ dimension }}, session_month
    {% endfor %}

),

visitor_longer_periods as (

    select
        visitor_months.visitor_number,
        visitor_months.dimension,
        visitor_months.dimension_value,
        bool_or(visitor_months.has_first_session) as has_first_session,
        bool_or(visitor_months.has_conversion) as has_conversion,
        dates_periods.period_grain,
        dates_periods.period_start
    from visitor_months
    inner join dates_periods on visitor_months.session_month = dates_periods.date_day
    where dates_periods.period_grain not in ('day', 'week', 'month')
    group by
        visitor_months.visitor_number,
        visitor_months.dimension,
        visitor_months.dimension_value,
        dates_periods.period_grain,
        dates_periods.period_start

),

visitor_counts as (

    {% for relation, grain, start in [
        ('visitor_days', "'day'", 'session_date'),
        ('visitor_weeks', "'week'", 'period_start'),
        ('visitor_months', "'month'", 'session_month'),
        ('visitor_longer_periods', 'period_grain', 'period_start')
    ] %}
    select
        {{ grain }} as period_grain,
        {{ start }} as period_start,
        dimension,
        dimension_value,
        count(*) as visitor_count,
        sum(case when has_first_session then 1 else 0 end) as new_visitor_count,
        sum(case when has_conversion then 1 else 0 end) as converting_visitor_count
    from {{ relation }}
    {{ "where dimension in ('total', 'channel')" if relation == 'visitor_days' }}
    group by {{ 'period_grain, ' if grain == 'period_grain' }}{{ start }}, dimension, dimension_value
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

visitors as (

    select
        'visitors' as kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        cast(visitor_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from visitor_counts

),

new_visitors as (

    select
        'new_visitors' as kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        cast(new_visitor_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from visitor_counts

),

returning_visitors as (

    select
        'returning_visitors' as kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        cast(visitor_count - new_visitor_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from visitor_counts

),

conversion_rate as (

    select
        'conversion_rate' as kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        cast(converting_visitor_count as decimal(28, 6)) as numerator,
        cast(visitor_count as decimal(28, 6)) as denominator
    from visitor_counts

),

final as (

    select * from visitors
    union all
    select * from new_visitors
    union all
    select * from returning_visitors
    union all
    select * from conversion_rate

)

select * from final
