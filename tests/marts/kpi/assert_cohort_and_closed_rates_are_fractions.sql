-- A rate of cohort or closed basis lies between 0 and 1: its numerator is part of its denominator.

select
    figures.kpi_id,
    figures.period_grain,
    figures.period_start,
    figures.dimension,
    figures.dimension_value,
    figures.value
from {{ ref('kpi_values') }} as figures
inner join {{ ref('dim_kpis') }} as kpis on figures.kpi_id = kpis.kpi_id
where
    kpis.unit = 'fraction'
    and kpis.basis in ('cohort', 'closed')
    and (figures.value < 0 or figures.value > 1)
