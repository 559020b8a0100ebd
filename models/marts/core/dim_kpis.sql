-- Grain: one row per KPI (kpi_id).

with

kpi_catalog as (

    select * from {{ ref('kpi_catalog') }}

),

final as (

    select
        kpi_id,
        parent_kpi_id,
        name_en,
        name_ja,
        family,
        stage,
        formula_en,
        unit,
        direction,
        basis,
        audience,
        industry,
        bottleneck_stage,
        is_additive,
        is_day_grain,
        maturity_days
    from kpi_catalog

)

select * from final
