-- Grain: one row per opportunity that names no account or nobody (source_system, entity_type, failing_key).

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

opportunity_people as (

    select * from {{ ref('int_revenue__opportunity_people') }}

),

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

),

people_by_opportunity as (

    select
        opportunity_key,
        count(*) as person_count
    from opportunity_people
    group by opportunity_key

),

final as (

    select
        'opportunities_without_account_or_people' as rule_id,
        opportunities.source_system,
        'crm_opportunity' as entity_type,
        identifiers.identifier_value
        || case when identifiers.source_instance = 'main' then '' else '@' || identifiers.source_instance end as failing_key,
        case
            when opportunities.account_key is null and people_by_opportunity.person_count is null then 'no account, no people'
            when opportunities.account_key is null then 'no account'
            else 'no people'
        end as detail,
        cast(1 as bigint) as record_count
    from opportunities
    inner join identifiers on opportunities.record_key = identifiers.identifier_key
    left join people_by_opportunity on opportunities.opportunity_key = people_by_opportunity.opportunity_key
    where opportunities.account_key is null or people_by_opportunity.person_count is null

)

select * from final
