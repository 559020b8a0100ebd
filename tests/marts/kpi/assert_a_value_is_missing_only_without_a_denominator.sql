-- A value is null exactly where the denominator is 0 or missing, or the KPI has no numerator to divide.

with

figures as (

    select * from {{ ref('kpi_values') }}

),

kpis_with_data as (

    select kpi_id
    from figures
    where numerator is not null or (kpi_id like '%_median' and denominator != 0)
    group by kpi_id

)

select
    figures.kpi_id,
    figures.period_grain,
    figures.period_start,
    figures.dimension,
    figures.dimension_value,
    figures.numerator,
    figures.denominator,
    figures.value
from figures
left join kpis_with_data on figures.kpi_id = kpis_with_data.kpi_id
where
    case
        when kpis_with_data.kpi_id is null then figures.value is not null
        when figures.kpi_id = 'ltv_to_cac'
            then (figures.value is null) != (figures.numerator is null or coalesce(figures.denominator, 0) = 0)
        when figures.kpi_id like '%_median' then (figures.value is null) != (figures.denominator = 0)
        else figures.numerator is null or (figures.value is null) != (figures.denominator = 0)
    end
