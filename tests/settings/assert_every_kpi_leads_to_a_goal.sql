-- Following parent_kpi_id from any KPI ends, within twelve steps and without a circle, at a goal (stage kgi).
{%- set steps = range(1, 13) %}

with

kpis as (

    select * from {{ ref('kpi_catalog') }}

),

step_0 as (

    select
        kpi_id,
        kpi_id as root_kpi_id,
        stage as root_stage,
        parent_kpi_id as next_kpi_id
    from kpis

),

{% for step in steps %}
step_{{ step }} as (

    select
        walked.kpi_id,
        coalesce(kpis.kpi_id, walked.root_kpi_id) as root_kpi_id,
        coalesce(kpis.stage, walked.root_stage) as root_stage,
        kpis.parent_kpi_id as next_kpi_id
    from step_{{ step - 1 }} as walked
    left join kpis on walked.next_kpi_id = kpis.kpi_id

),
{% endfor %}
final as (

    select
        kpi_id,
        root_kpi_id,
        root_stage,
        next_kpi_id
    from step_12

)

select *
from final
where next_kpi_id is not null or root_stage != 'kgi'
