-- Grain: one row per person record of a CRM or MA system (record_key).
-- Why a record is, or is not, the one that its person counts by. Excludes nothing: every record has one fate per figure.

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

leads as (

    select * from {{ ref('fct_leads') }}

),

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

records as (

    select
        person_records.*,
        entities.entity_key as person_key,
        case
            when person_records.is_deleted and not person_records.is_merged_away then 'deleted'
            when
                {{ to_reporting_date('coalesce(person_records.created_at, person_records.updated_at)') }} > {{ as_of_date() }}
                then 'after_as_of'
        end as exclusion
    from person_records
    inner join entities on person_records.record_key = entities.identifier_key

),

ranked as (

    select
        *,
        row_number() over (
            partition by person_key, coalesce(exclusion, '')
            order by is_deleted, system_priority, record_type_priority, created_at nulls last, record_key
        ) as record_rank
    from records

),

-- A person of whom only deleted records are left is nobody.
with_person as (

    select
        ranked.*,
        people.is_excluded,
        leads.is_valid_lead,
        leads.lead_date,
        leads.mql_date,
        calendar.first_day,
        case
            when ranked.exclusion is not null then ranked.exclusion
            when leads.person_key is null then 'deleted'
            when ranked.record_rank > 1 then 'same_person'
        end as record_fate
    from ranked
    cross join calendar
    left join people on ranked.person_key = people.person_key
    left join leads on ranked.person_key = leads.person_key

),

final as (

    select
        -- keys
        record_key,
        person_key,
        -- dimensions
        source_system,
        record_type,
        record_id,
        case
            when record_fate is not null then record_fate
            when lead_date is null then 'without_date'
            when lead_date < first_day then 'before_the_calendar'
            else 'counted'
        end as lead_fate,
        case
            when record_fate is not null then record_fate
            when lead_date is null then 'without_date'
            when is_excluded then 'internal_or_test'
            when not is_valid_lead then 'not_in_target_profile'
            when lead_date < first_day then 'before_the_calendar'
            else 'counted'
        end as valid_lead_fate,
        case
            when record_fate is not null then record_fate
            when mql_date is null then 'never_mql'
            when mql_date < first_day then 'before_the_calendar'
            else 'counted'
        end as mql_fate
    from with_person

)

select * from final
