-- Every value but a median is its numerator divided by its denominator, to twelve digits; a median has no numerator.

select
    kpi_id,
    period_grain,
    period_start,
    dimension,
    dimension_value,
    numerator,
    denominator,
    value
from {{ ref('kpi_values') }}
where
    (kpi_id like '%_median' and numerator is not null)
    or (
        kpi_id not like '%_median'
        and abs(value * denominator - numerator) > 1e-12 * greatest(1, abs(numerator))
    )
