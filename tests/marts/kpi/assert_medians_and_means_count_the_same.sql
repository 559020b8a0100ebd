-- A median is taken over exactly the observations that the mean of the same days counts.

with

figures as (

    select * from {{ ref('kpi_values') }}

)

select
    means.kpi_id,
    means.period_grain,
    means.period_start,
    means.dimension,
    means.dimension_value,
    means.denominator as mean_denominator,
    medians.denominator as median_denominator
from figures as means
left join figures as medians
    on
        means.kpi_id || '_median' = medians.kpi_id
        and means.period_grain = medians.period_grain
        and means.period_start = medians.period_start
        and means.dimension = medians.dimension
        and means.dimension_value = medians.dimension_value
where
    means.kpi_id in (
        'lead_to_mql_days', 'mql_to_sql_days', 'sql_to_opportunity_days', 'opportunity_to_won_days',
        'lead_to_won_days', 'lead_to_opportunity_days'
    )
    and means.numerator is not null
    and means.denominator != coalesce(medians.denominator, 0)
