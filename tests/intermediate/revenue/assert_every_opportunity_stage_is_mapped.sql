-- Every stage of an opportunity is in seeds/mapping/opportunity_stages.csv; what is listed counts as (unmapped).
{{ config(severity='warn') }}

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

crm_opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

)

select
    crm_opportunities.source_system,
    crm_opportunities.pipeline,
    crm_opportunities.stage as stage_original,
    count(*) as row_count
from opportunities
inner join crm_opportunities
    on
        opportunities.record_key
        = {{ surrogate_key('crm_opportunity', [
            'crm_opportunities.source_system', 'crm_opportunities.source_instance', 'crm_opportunities.opportunity_id'
        ]) }}
where opportunities.stage = '(unmapped)'
group by crm_opportunities.source_system, crm_opportunities.pipeline, crm_opportunities.stage
