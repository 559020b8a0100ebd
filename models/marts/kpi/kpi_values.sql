-- Grain: one row per KPI, period and member of up to two dimensions (kpi_id, period_grain, period_start, dimension, dimension_value, dimension_2, dimension_2_value).
-- The one table that dashboards, targets, alerts and tests read. Every rate is computed here, once, from its parts.

with

rollup_rows as (

    select * from {{ ref('kpi_rollup') }}

),

medians as (

    select * from {{ ref('kpi_medians') }}

),

kpis as (

    select * from {{ ref('dim_kpis') }}

),

periods as (

    select * from {{ ref('dim_periods') }}

),

-- Value over cost of a customer, both over twelve months: subscriptions where there are any, else orders at the default margin.
ltv_to_cac as (

    select
        'ltv_to_cac' as kpi_id,
        costs.period_grain,
        costs.period_start,
        costs.dimension,
        costs.dimension_value,
        coalesce(
            {{ ratio('subscriptions.numerator', 'subscriptions.denominator') }},
            {{ ratio('transactions.numerator', 'transactions.denominator') }} * {{ var('default_gross_margin') }}
        ) as numerator,
        {{ ratio('costs.numerator', 'costs.denominator') }} as denominator
    from rollup_rows as costs
    left join rollup_rows as subscriptions
        on
            subscriptions.kpi_id = 'ltv_subscription'
            and costs.period_grain = subscriptions.period_grain
            and costs.period_start = subscriptions.period_start
            and costs.dimension = subscriptions.dimension
            and costs.dimension_value = subscriptions.dimension_value
    left join rollup_rows as transactions
        on
            transactions.kpi_id = 'ltv_transactional'
            and costs.period_grain = transactions.period_grain
            and costs.period_start = transactions.period_start
            and costs.dimension = transactions.dimension
            and costs.dimension_value = transactions.dimension_value
    where costs.kpi_id = 'cac_ttm' and costs.dimension in ('total', 'industry', 'size_band')

),

all_rows as (

    select
        kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        numerator,
        denominator,
        {{ ratio('numerator', 'denominator') }} as value
    from rollup_rows
    union all
    select
        kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        numerator,
        denominator,
        {{ ratio('numerator', 'denominator') }} as value
    from ltv_to_cac
    where dimension = 'total' or numerator is not null or denominator is not null
    union all
    select
        kpi_id,
        period_grain,
        period_start,
        dimension,
        dimension_value,
        cast(null as double) as numerator,
        denominator,
        median_days as value
    from medians

),

final as (

    select
        -- keys
        all_rows.kpi_id,
        all_rows.period_grain,
        all_rows.period_start,
        all_rows.dimension,
        all_rows.dimension_value,
        'total' as dimension_2,
        'all' as dimension_2_value,
        -- measures
        cast(all_rows.numerator as double) as numerator,
        cast(all_rows.denominator as double) as denominator,
        all_rows.value,
        case when kpis.unit = 'currency' then '{{ var("reporting_currency") }}' else kpis.unit end as unit,
        -- flags
        kpis.maturity_days is null
        or {{ dbt.dateadd('day', 'kpis.maturity_days', 'periods.period_end_date') }} <= {{ as_of_date() }} as is_mature,
        periods.is_complete,
        -- dates
        {{ as_of_date() }} as as_of_date
    from all_rows
    inner join kpis on all_rows.kpi_id = kpis.kpi_id
    inner join periods
        on all_rows.period_grain = periods.period_grain and all_rows.period_start = periods.period_start

)

select * from final
