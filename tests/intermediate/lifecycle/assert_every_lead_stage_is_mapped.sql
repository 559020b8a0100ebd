-- Every status word of a lead or person is in seeds/mapping/lead_stages.csv; what is listed dates no stage.
{{ config(severity='warn') }}

with

stage_evidence as (

    select * from {{ ref('int_lifecycle__stage_evidence') }}

)

select
    source_system,
    evidence,
    stage_original,
    count(*) as row_count
from stage_evidence
where stage = '(unmapped)'
group by source_system, evidence, stage_original
