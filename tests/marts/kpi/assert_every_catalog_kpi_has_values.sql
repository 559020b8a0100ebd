-- Every KPI of the catalog is in kpi_values, and no other.

with

kpis as (

    select kpi_id from {{ ref('kpi_catalog') }}

),

answered_kpis as (

    select kpi_id
    from {{ ref('kpi_values') }}
    group by kpi_id

)

select
    kpis.kpi_id as catalog_kpi_id,
    answered_kpis.kpi_id as answered_kpi_id
from kpis
full outer join answered_kpis on kpis.kpi_id = answered_kpis.kpi_id
where kpis.kpi_id is null or answered_kpis.kpi_id is null
