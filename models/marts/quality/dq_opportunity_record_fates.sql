-- Grain: one row per opportunity record of a CRM (record_key).
-- Why a record is, or is not, the one that its opportunity or customer counts by: one fate per figure.

with

crm_opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

opportunities as (

    select * from {{ ref('fct_opportunities') }}

),

acquisitions as (

    select * from {{ ref('fct_customer_acquisitions') }}

),

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

records as (

    select
        crm_opportunities.*,
        entities.identifier_key as record_key,
        entities.entity_key as opportunity_key,
        row_number() over (
            partition by entities.entity_key, crm_opportunities.is_deleted
            order by
                {{ system_priority('crm_opportunities.source_system') }},
                crm_opportunities.created_at nulls last,
                crm_opportunities.opportunity_id,
                entities.identifier_key
        ) as record_rank
    from crm_opportunities
    inner join entities
        on {{ surrogate_key('crm_opportunity', [
            'crm_opportunities.source_system', 'crm_opportunities.source_instance', 'crm_opportunities.opportunity_id'
        ]) }} = entities.identifier_key

),

with_opportunity as (

    select
        records.record_key,
        records.opportunity_key,
        records.source_system,
        records.opportunity_id,
        opportunities.opportunity_type,
        opportunities.is_won,
        opportunities.account_key,
        opportunities.created_date,
        acquisitions.opportunity_key as acquiring_opportunity_key,
        acquisitions.acquired_date,
        calendar.first_day,
        case
            when records.is_deleted then 'deleted'
            when opportunities.opportunity_key is null and coalesce(records.created_at, records.updated_at) is null
                and records.close_date is null then 'without_date'
            when opportunities.opportunity_key is null then 'after_as_of'
            when records.record_rank > 1 then 'same_opportunity'
        end as record_fate
    from records
    cross join calendar
    left join opportunities on records.opportunity_key = opportunities.opportunity_key
    left join acquisitions on opportunities.account_key = acquisitions.account_key

),

final as (

    select
        -- keys
        record_key,
        opportunity_key,
        -- dimensions
        source_system,
        opportunity_id as record_id,
        case
            when record_fate is not null then record_fate
            when opportunity_type != 'new_business' then 'not_new_business'
            when created_date < first_day then 'before_the_calendar'
            else 'counted'
        end as opportunity_fate,
        case
            when record_fate is not null then record_fate
            when not is_won then 'not_won'
            when account_key is null then 'without_account'
            when acquired_date is null then 'first_win_not_new_business'
            when acquiring_opportunity_key != opportunity_key then 'not_the_first_win'
            when acquired_date < first_day then 'before_the_calendar'
            else 'counted'
        end as customer_fate
    from with_opportunity

)

select * from final
