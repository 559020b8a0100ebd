-- The steps of every figure add up to its count, per system, and the counts of all systems to the KPI's all-time value.

with

waterfall as (

    select * from {{ ref('dq_count_waterfall') }}

),

figures as (

    select * from {{ ref('kpi_values') }}
    where period_grain = 'all_time' and dimension = 'total' and dimension_2 = 'total'

),

by_system as (

    select
        metric,
        source_system,
        sum(case when step = 'counted' then 0 else row_count end) as expected_count,
        sum(case when step = 'counted' then row_count else 0 end) as actual_count
    from waterfall
    group by metric, source_system

),

by_kpi as (

    select
        metric,
        sum(actual_count) as expected_count
    from by_system
    group by metric

),

faults as (

    select
        metric,
        source_system,
        cast(expected_count as double) as expected_count,
        cast(actual_count as double) as actual_count
    from by_system
    where expected_count != actual_count
    union all
    select
        coalesce(by_kpi.metric, figures.kpi_id) as metric,
        'kpi_values' as source_system,
        cast(coalesce(by_kpi.expected_count, 0) as double) as expected_count,
        cast(figures.value as double) as actual_count
    from figures
    left join by_kpi on figures.kpi_id = by_kpi.metric
    where
        figures.kpi_id in ('leads', 'valid_leads', 'mqls', 'opportunities', 'new_customers', 'sessions')
        and coalesce(by_kpi.expected_count, 0) != coalesce(figures.value, 0)

)

select * from faults
