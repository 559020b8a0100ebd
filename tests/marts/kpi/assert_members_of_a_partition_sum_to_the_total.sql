-- Over a dimension that partitions a KPI, numerators and denominators of the members sum to those of the total, in every period.

with

figures as (

    select * from {{ ref('kpi_values') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

partitions as (

    select *
    from {{ ref('kpi_dimensions') }}
    where is_partition

),

-- A plain count or sum, and a KPI without data, have denominator 1 in each row; medians and a ratio of ratios have no parts that add up.
additive_parts as (

    select
        figures.kpi_id,
        figures.period_grain,
        figures.period_start,
        figures.dimension,
        figures.numerator,
        case when kpis.is_additive or kpis.basis = 'point' then 0 else figures.denominator end as denominator
    from figures
    inner join kpis on figures.kpi_id = kpis.kpi_id
    where figures.kpi_id not like '%_median' and figures.kpi_id != 'ltv_to_cac'

),

totals as (

    select
        additive_parts.*,
        partitions.dimension as partition_dimension
    from additive_parts
    inner join partitions on additive_parts.kpi_id = partitions.kpi_id
    where
        additive_parts.dimension = 'total'
        and (additive_parts.period_grain != 'day' or partitions.dimension = 'channel')
        and (
            additive_parts.period_grain != 'week'
            or partitions.dimension not in ({{ "'" ~ kpi_month_dimensions() | join("', '") ~ "'" }})
        )

),

members as (

    select
        kpi_id,
        period_grain,
        period_start,
        dimension,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from additive_parts
    where dimension != 'total'
    group by kpi_id, period_grain, period_start, dimension

)

select
    totals.kpi_id,
    totals.period_grain,
    totals.period_start,
    totals.partition_dimension,
    totals.numerator,
    members.numerator as members_numerator,
    totals.denominator,
    members.denominator as members_denominator
from totals
left join members
    on
        totals.kpi_id = members.kpi_id
        and totals.period_grain = members.period_grain
        and totals.period_start = members.period_start
        and totals.partition_dimension = members.dimension
where
    abs(totals.numerator - coalesce(members.numerator, 0)) > 0.01
    or (totals.numerator is not null and abs(totals.denominator - coalesce(members.denominator, 0)) > 0.01)
