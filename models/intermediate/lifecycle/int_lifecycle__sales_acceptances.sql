-- Grain: one row per person whom sales contacted after the hand-over (person_key).
-- The first completed activity of a sales user on or after the day of the first MQL.

with

stage_evidence as (

    select * from {{ ref('int_lifecycle__stage_evidence') }}

),

activities as (

    select * from {{ ref('int_crm__activities') }}

),

users as (

    select * from {{ ref('int_crm__users') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

stage_policy as (

    select * from {{ ref('policy_stage_evidence') }}

),

first_mqls as (

    select
        person_key,
        min(occurred_at) as mql_at,
        min(occurred_date) as mql_date
    from stage_evidence
    where stage = 'mql'
    group by person_key

),

-- An activity whose owner is not known counts: a CRM without a user table still has sales people.
sales_activities as (

    select
        entities.entity_key as person_key,
        activities.source_system,
        activities.activity_id,
        activities.occurred_at,
        {{ to_reporting_date('activities.occurred_at') }} as occurred_date
    from activities
    left join users
        on
            activities.source_system = users.source_system
            and activities.source_instance = users.source_instance
            and activities.owner_id = users.user_id
    inner join entities
        on coalesce(
            {{ surrogate_key('person_record', [
                "'crm_contact'", 'activities.source_system', 'activities.source_instance', 'activities.contact_id'
            ]) }},
            {{ surrogate_key('person_record', [
                "'crm_lead'", 'activities.source_system', 'activities.source_instance', 'activities.lead_id'
            ]) }}
            ) = entities.identifier_key
    where
        activities.is_completed
        and not activities.is_deleted
        and activities.occurred_at is not null
        and coalesce(users.role, 'sales') in ('sales', 'inside_sales')

),

is_used as (

    select count(*) > 0 as counts_activities
    from stage_policy
    where stage = 'sal' and evidence = 'completed_sales_activity' and is_used

),

acceptances as (

    select
        first_mqls.person_key,
        sales_activities.source_system,
        sales_activities.occurred_at,
        row_number() over (
            partition by first_mqls.person_key
            order by sales_activities.occurred_at, sales_activities.source_system, sales_activities.activity_id
        ) as activity_rank
    from first_mqls
    inner join sales_activities
        on
            first_mqls.person_key = sales_activities.person_key
            and first_mqls.mql_date <= sales_activities.occurred_date
    cross join is_used
    where is_used.counts_activities and sales_activities.occurred_date <= {{ as_of_date() }}

),

final as (

    select
        person_key,
        source_system,
        occurred_at as accepted_at
    from acceptances
    where activity_rank = 1

)

select * from final
