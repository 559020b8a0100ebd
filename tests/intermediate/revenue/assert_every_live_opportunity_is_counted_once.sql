-- Every opportunity record that is not deleted and was created by as_of is in exactly one opportunity, with one source row.

with

crm_opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

opportunity_sources as (

    select * from {{ ref('int_revenue__opportunity_sources') }}

),

live_records as (

    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as record_key
    from crm_opportunities
    where not is_deleted and {{ to_reporting_date('created_at') }} <= {{ as_of_date() }}

)

select
    live_records.record_key,
    count(opportunities.opportunity_key) as opportunity_count,
    count(opportunity_sources.opportunity_key) as source_count
from live_records
left join entities on live_records.record_key = entities.identifier_key
left join opportunities on entities.entity_key = opportunities.opportunity_key
left join opportunity_sources on opportunities.opportunity_key = opportunity_sources.opportunity_key
group by live_records.record_key
having count(opportunities.opportunity_key) != 1 or count(opportunity_sources.opportunity_key) != 1
