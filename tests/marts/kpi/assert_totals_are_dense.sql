-- Every KPI has its total once in every period: of months and up always, of weeks where no cohort needs to mature, of days where the catalog says so.

with

expected as (

    select
        kpis.kpi_id,
        periods.period_grain,
        periods.period_start
    from {{ ref('dim_kpis') }} as kpis
    cross join {{ ref('dim_periods') }} as periods
    where
        periods.period_grain not in ('day', 'week')
        or (periods.period_grain = 'week' and kpis.basis in ('period', 'closed'))
        or (periods.period_grain = 'day' and kpis.is_day_grain)

),

totals as (

    select
        kpi_id,
        period_grain,
        period_start,
        count(*) as row_count
    from {{ ref('kpi_values') }}
    where dimension = 'total' and dimension_2 = 'total'
    group by kpi_id, period_grain, period_start

)

select
    coalesce(expected.kpi_id, totals.kpi_id) as kpi_id,
    coalesce(expected.period_grain, totals.period_grain) as period_grain,
    coalesce(expected.period_start, totals.period_start) as period_start,
    totals.row_count
from expected
full outer join totals
    on
        expected.kpi_id = totals.kpi_id
        and expected.period_grain = totals.period_grain
        and expected.period_start = totals.period_start
where expected.kpi_id is null or totals.kpi_id is null or totals.row_count != 1
