-- The days of an additive KPI sum to every week, month, quarter and fiscal year that holds them, and months so to their fiscal year.

with

totals as (

    select
        figures.kpi_id,
        figures.period_grain,
        figures.period_start,
        figures.value
    from {{ ref('kpi_values') }} as figures
    inner join {{ ref('dim_kpis') }} as kpis on figures.kpi_id = kpis.kpi_id
    where kpis.is_additive and figures.dimension = 'total'

),

days_summed as (

    select
        totals.kpi_id,
        periods.period_grain,
        periods.period_start,
        sum(totals.value) as days_value
    from totals
    inner join {{ ref('bridge_dates_periods') }} as periods on totals.period_start = periods.date_day
    where totals.period_grain = 'day'
    group by totals.kpi_id, periods.period_grain, periods.period_start

),

months_summed as (

    select
        totals.kpi_id,
        'fiscal_year' as period_grain,
        dates.fiscal_year_start as period_start,
        sum(totals.value) as months_value
    from totals
    inner join {{ ref('dim_dates') }} as dates on totals.period_start = dates.date_day
    where totals.period_grain = 'month'
    group by totals.kpi_id, dates.fiscal_year_start

)

select
    totals.kpi_id,
    totals.period_grain,
    totals.period_start,
    totals.value,
    days_summed.days_value,
    months_summed.months_value
from totals
left join days_summed
    on
        totals.kpi_id = days_summed.kpi_id
        and totals.period_grain = days_summed.period_grain
        and totals.period_start = days_summed.period_start
left join months_summed
    on
        totals.kpi_id = months_summed.kpi_id
        and totals.period_grain = months_summed.period_grain
        and totals.period_start = months_summed.period_start
where
    abs(totals.value - coalesce(days_summed.days_value, 0)) > 0.01
    or (totals.period_grain = 'fiscal_year' and abs(totals.value - coalesce(months_summed.months_value, 0)) > 0.01)
