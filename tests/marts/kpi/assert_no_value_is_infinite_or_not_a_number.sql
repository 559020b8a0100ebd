-- No value, numerator or denominator is infinite or no number at all.

with

figures as (

    select
        kpi_id,
        period_grain,
        period_start,
        lower(cast(value as {{ dbt.type_string() }})) as value_text,
        lower(cast(numerator as {{ dbt.type_string() }})) as numerator_text,
        lower(cast(denominator as {{ dbt.type_string() }})) as denominator_text
    from {{ ref('kpi_values') }}

)

select *
from figures
where
    value_text in ('nan', 'inf', '-inf', 'infinity', '-infinity')
    or numerator_text in ('nan', 'inf', '-inf', 'infinity', '-infinity')
    or denominator_text in ('nan', 'inf', '-inf', 'infinity', '-infinity')
