-- Where opportunity_type is a cut beside the total, its member new_business is the total, and what it counts is never lost.

with

figures as (

    select * from {{ ref('kpi_values') }}

),

cuts as (

    select kpi_id
    from {{ ref('kpi_dimensions') }}
    where dimension = 'opportunity_type' and not is_partition

)

select
    totals.kpi_id,
    totals.period_grain,
    totals.period_start,
    totals.numerator,
    members.numerator as new_business_numerator
from figures as totals
inner join cuts on totals.kpi_id = cuts.kpi_id
left join figures as members
    on
        totals.kpi_id = members.kpi_id
        and totals.period_grain = members.period_grain
        and totals.period_start = members.period_start
        and members.dimension = 'opportunity_type'
        and members.dimension_value = 'new_business'
where
    totals.dimension = 'total'
    and totals.period_grain != 'day'
    and (
        abs(totals.numerator - coalesce(members.numerator, 0)) > 0.01
        or (members.kpi_id is not null and abs(totals.denominator - members.denominator) > 0.01)
    )
