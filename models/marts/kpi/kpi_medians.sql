-- Grain: one row per median KPI, period and member of a dimension (kpi_id, period_grain, period_start, dimension, dimension_value).
-- Why: a median has no parts that add up; it is taken over the observations of each period anew.

with

lead_times as (

    select * from {{ ref('kpi_lead_times') }}

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

members as (

    select
        concat(kpi_id, '_median') as kpi_id,
        'total' as dimension,
        'all' as dimension_value,
        cast(numerator as double) as observed_days,
        event_date
    from lead_times
    {% for dimension in ['channel', 'campaign', 'industry', 'size_band', 'region'] %}
    union all
    select
        concat(kpi_id, '_median') as kpi_id,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        cast(numerator as double) as observed_days,
        event_date
    from lead_times
    {% endfor %}

),

declared as (

    select members.*
    from members
    left join kpi_dimensions
        on members.kpi_id = kpi_dimensions.kpi_id and members.dimension = kpi_dimensions.dimension
    where members.dimension = 'total' or kpi_dimensions.kpi_id is not null

),

medians as (

    select
        declared.kpi_id,
        dates_periods.period_grain,
        dates_periods.period_start,
        declared.dimension,
        declared.dimension_value,
        count(*) as observation_count,
        {{ median_of('declared.observed_days') }} as median_days
    from declared
    inner join dates_periods on declared.event_date = dates_periods.date_day
    where dates_periods.period_grain != 'day'
    group by
        declared.kpi_id,
        dates_periods.period_grain,
        dates_periods.period_start,
        declared.dimension,
        declared.dimension_value

),

dense_totals as (

    select
        kpis.kpi_id,
        periods.period_grain,
        periods.period_start,
        'total' as dimension,
        'all' as dimension_value
    from kpis
    cross join periods
    where kpis.kpi_id like '%_median' and periods.period_grain != 'day'

),

keys as (

    select * from dense_totals
    union
    select
        kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value
    from medians

),

final as (

    select
        keys.kpi_id,
        keys.period_grain,
        keys.period_start,
        keys.dimension,
        keys.dimension_value,
        cast(coalesce(medians.observation_count, 0) as double) as denominator,
        cast(medians.median_days as double) as median_days
    from keys
    left join medians
        on
            keys.kpi_id = medians.kpi_id
            and keys.period_grain = medians.period_grain
            and keys.period_start = medians.period_start
            and keys.dimension = medians.dimension
            and keys.dimension_value = medians.dimension_value

)

select * from final
