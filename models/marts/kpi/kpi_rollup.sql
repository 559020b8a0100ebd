-- Grain: one row per KPI, period and member of a dimension (kpi_id, period_grain, period_start, dimension, dimension_value).
-- A flow counts in every period that holds its day; a stock counts in a period whose last month is its month.
-- Families of many small events come summed by day; distinct visitors come counted by period.

{%- set families = ['kpi_leads', 'kpi_funnel', 'kpi_lead_times', 'kpi_pipeline', 'kpi_revenue', 'kpi_economics', 'kpi_customer_value'] %}
{%- set daily_families = ['kpi_web', 'kpi_content', 'kpi_email'] %}

with

{% for family in families + daily_families %}
{{ family }}_events as (

    select * from {{ ref(family) }}

),

{% endfor %}
visitor_counts as (

    select * from {{ ref('kpi_visitors') }}

),

kpi_dimensions as (

    select * from {{ ref('kpi_dimensions') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

periods as (

    select * from {{ ref('dim_periods') }}

),

dates_periods as (

    select * from {{ ref('bridge_dates_periods') }}

),

events as (

    {% for family in families %}
    select
        kpi_id,
        accumulation,
        {{ kpi_dimension_names() | join(', ') }},
        is_in_total,
        numerator,
        denominator,
        event_date
    from {{ family }}_events
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- One row per event and dimension. Types other than new business show under their own cut alone.
members as (

    select
        kpi_id,
        accumulation,
        'total' as dimension,
        'all' as dimension_value,
        event_date,
        numerator,
        denominator
    from events
    where is_in_total
    {% for dimension in kpi_dimension_names() %}
    union all
    select
        kpi_id,
        accumulation,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        event_date,
        numerator,
        denominator
    from events
    where {{ dimension }} is not null{{ ' and is_in_total' if dimension != 'opportunity_type' }}
    {% endfor %}

),

daily as (

    select
        kpi_id,
        accumulation,
        dimension,
        dimension_value,
        event_date,
        cast(sum(numerator) as decimal(28, 6)) as numerator,
        cast(sum(denominator) as decimal(28, 6)) as denominator
    from members
    group by kpi_id, accumulation, dimension, dimension_value, event_date
    {% for family in daily_families %}
    union all
    select
        kpi_id,
        'flow' as accumulation,
        dimension,
        dimension_value,
        event_date,
        numerator,
        denominator
    from {{ family }}_events
    {% endfor %}

),

declared as (

    select daily.*
    from daily
    left join kpi_dimensions
        on daily.kpi_id = kpi_dimensions.kpi_id and daily.dimension = kpi_dimensions.dimension
    where daily.dimension = 'total' or kpi_dimensions.kpi_id is not null

),

flows as (

    select
        declared.kpi_id,
        dates_periods.period_grain,
        dates_periods.period_start,
        declared.dimension,
        declared.dimension_value,
        declared.numerator,
        declared.denominator
    from declared
    inner join dates_periods on declared.event_date = dates_periods.date_day
    where
        declared.accumulation = 'flow'
        and (dates_periods.period_grain != 'day' or declared.dimension in ('total', 'channel'))
        and (
            dates_periods.period_grain not in ('day', 'week')
            or declared.dimension not in ({{ "'" ~ kpi_month_dimensions() | join("', '") ~ "'" }})
        )

),

stocks as (

    select
        declared.kpi_id,
        periods.period_grain,
        periods.period_start,
        declared.dimension,
        declared.dimension_value,
        declared.numerator,
        declared.denominator
    from declared
    inner join periods on declared.event_date = periods.last_month_start
    where declared.accumulation = 'stock'

),

in_periods as (

    select * from flows
    union all
    select * from stocks
    union all
    select visitor_counts.*
    from visitor_counts
    left join kpi_dimensions
        on visitor_counts.kpi_id = kpi_dimensions.kpi_id and visitor_counts.dimension = kpi_dimensions.dimension
    where visitor_counts.dimension = 'total' or kpi_dimensions.kpi_id is not null

),

summed as (

    select
        kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        cast(sum(numerator) as decimal(28, 6)) as numerator,
        cast(sum(denominator) as decimal(28, 6)) as denominator
    from in_periods
    group by kpi_id, period_grain, period_start, dimension, dimension_value

),

all_parts as (

    select
        kpi_id,
        denominator
    from daily
    union all
    select
        kpi_id,
        denominator
    from visitor_counts

),

-- A KPI without any event has no data to be answered from: its value is null, not 0.
kpi_shapes as (

    select
        kpi_id,
        bool_or(denominator is not null) as is_ratio
    from all_parts
    group by kpi_id

),

allowed_periods as (

    select
        kpis.kpi_id,
        periods.period_grain,
        periods.period_start
    from kpis
    cross join periods
    where
        kpis.kpi_id not like '%_median'
        and kpis.kpi_id != 'ltv_to_cac'
        and (periods.period_grain != 'day' or kpis.is_day_grain)
        and (periods.period_grain not in ('day', 'week') or kpis.basis in ('period', 'closed'))

),

dense_totals as (

    select
        allowed_periods.kpi_id,
        allowed_periods.period_grain,
        allowed_periods.period_start,
        'total' as dimension,
        'all' as dimension_value,
        cast(case when kpi_shapes.kpi_id is not null then coalesce(summed.numerator, 0) end as decimal(28, 6)) as numerator,
        cast(case when kpi_shapes.is_ratio then coalesce(summed.denominator, 0) else 1 end as decimal(28, 6)) as denominator
    from allowed_periods
    left join kpi_shapes on allowed_periods.kpi_id = kpi_shapes.kpi_id
    left join summed
        on
            allowed_periods.kpi_id = summed.kpi_id
            and allowed_periods.period_grain = summed.period_grain
            and allowed_periods.period_start = summed.period_start
            and summed.dimension = 'total'

),

cuts as (

    select
        summed.kpi_id,
        summed.period_grain,
        summed.period_start,
        summed.dimension,
        summed.dimension_value,
        cast(coalesce(summed.numerator, 0) as decimal(28, 6)) as numerator,
        cast(case when kpi_shapes.is_ratio then coalesce(summed.denominator, 0) else 1 end as decimal(28, 6)) as denominator
    from summed
    inner join kpi_shapes on summed.kpi_id = kpi_shapes.kpi_id
    inner join allowed_periods
        on
            summed.kpi_id = allowed_periods.kpi_id
            and summed.period_grain = allowed_periods.period_grain
            and summed.period_start = allowed_periods.period_start
    where
        summed.dimension != 'total'
        and (summed.numerator != 0 or summed.denominator != 0)

),

final as (

    select * from dense_totals
    union all
    select * from cuts

)

select * from final
