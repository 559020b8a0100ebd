-- Grain: one row per KPI, period and member of a dimension (kpi_id, period_grain, period_start, dimension, dimension_value).
-- Basis: period. Why: distinct visitors of days do not add up to those of a month; each period counts them anew.

{%- set dimensions = ['channel', 'device', 'landing_page'] %}

with

web_sessions as (

    select * from {{ ref('fct_web_sessions') }}
    where is_counted

),

dates_periods as (

    select * from {{ ref('bridge_dates_periods') }}

),

placed_sessions as (

    select
        visitor_key,
        channel,
        coalesce(device_category, '(unassigned)') as device,
        {{ page_member('hostname', 'landing_page') }} as landing_page,
        is_new_visitor,
        has_conversion,
        session_date
    from web_sessions

),

visitor_days as (

    {% for dimension in ['total'] + dimensions %}
    select
        visitor_key,
        '{{ dimension }}' as dimension,
        {{ dimension if dimension != 'total' else "'all'" }} as dimension_value,
        bool_or(is_new_visitor) as has_first_session,
        bool_or(has_conversion) as has_conversion,
        session_date,
        cast({{ dbt.date_trunc('month', 'session_date') }} as date) as session_month
    from placed_sessions
    group by visitor_key, {{ dimension ~ ', ' if dimension != 'total' }}session_date
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Longer periods are made of whole months: from here on a visitor has one row per month.
visitor_months as (

    select
        visitor_key,
        dimension,
        dimension_value,
        bool_or(has_first_session) as has_first_session,
        bool_or(has_conversion) as has_conversion,
        session_month
    from visitor_days
    group by visitor_key, dimension, dimension_value, session_month

),

visitor_periods as (

    select
        visitor_days.visitor_key,
        visitor_days.dimension,
        visitor_days.dimension_value,
        visitor_days.has_first_session,
        visitor_days.has_conversion,
        dates_periods.period_grain,
        dates_periods.period_start
    from visitor_days
    inner join dates_periods on visitor_days.session_date = dates_periods.date_day
    where
        (dates_periods.period_grain = 'day' and visitor_days.dimension in ('total', 'channel'))
        or (dates_periods.period_grain = 'week' and visitor_days.dimension not in ({{ "'" ~ kpi_month_dimensions() | join("', '") ~ "'" }}))
    union all
    select
        visitor_months.visitor_key,
        visitor_months.dimension,
        visitor_months.dimension_value,
        visitor_months.has_first_session,
        visitor_months.has_conversion,
        dates_periods.period_grain,
        dates_periods.period_start
    from visitor_months
    inner join dates_periods on visitor_months.session_month = dates_periods.date_day
    where dates_periods.period_grain not in ('day', 'week')

),

distinct_visitors as (

    select
        visitor_key,
        dimension,
        dimension_value,
        bool_or(has_first_session) as has_first_session,
        bool_or(has_conversion) as has_conversion,
        period_grain,
        period_start
    from visitor_periods
    group by visitor_key, dimension, dimension_value, period_grain, period_start

),

visitor_counts as (

    select
        dimension,
        dimension_value,
        count(*) as visitor_count,
        sum(case when has_first_session then 1 else 0 end) as new_visitor_count,
        sum(case when has_conversion then 1 else 0 end) as converting_visitor_count,
        period_grain,
        period_start
    from distinct_visitors
    group by dimension, dimension_value, period_grain, period_start

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
