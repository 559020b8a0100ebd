-- Grain: one row per call, e-mail, meeting or task (source_system, source_instance, activity_id).
-- Excludes: notes, and e-mails that came in: they are the contact's doing.
-- Why: newer tables hold owner, time and status in the table of the kind, older ones owner and time in engagement.

{%- set not_held = "('CANCELED', 'CANCELLED', 'FAILED', 'BOUNCED', 'NO_SHOW', 'RESCHEDULED', 'QUEUED', 'RINGING', 'CONNECTING')" %}

with

engagements as (

    select * from {{ ref('base_hubspot__engagement') }}

),

calls as (

    select * from {{ ref('base_hubspot__engagement_call') }}

),

emails as (

    select * from {{ ref('base_hubspot__engagement_email') }}

),

meetings as (

    select * from {{ ref('base_hubspot__engagement_meeting') }}

),

tasks as (

    select * from {{ ref('base_hubspot__engagement_task') }}

),

engagement_contacts as (

    select * from {{ ref('base_hubspot__engagement_contact') }}

),

engagement_companies as (

    select * from {{ ref('base_hubspot__engagement_company') }}

),

engagement_deals as (

    select * from {{ ref('base_hubspot__engagement_deal') }}

),

details as (

    select
        source_system,
        source_instance,
        engagement_id,
        'call' as activity_type,
        owner_id,
        call_status as status,
        cast(null as {{ dbt.type_string() }}) as direction,
        is_deleted,
        cast(null as timestamp) as ended_at,
        coalesce(scheduled_at, record_created_at) as occurred_at
    from calls
    union all
    select
        source_system,
        source_instance,
        engagement_id,
        'email' as activity_type,
        owner_id,
        email_status as status,
        direction,
        is_deleted,
        cast(null as timestamp) as ended_at,
        coalesce(scheduled_at, record_created_at) as occurred_at
    from emails
    union all
    select
        source_system,
        source_instance,
        engagement_id,
        'meeting' as activity_type,
        owner_id,
        outcome as status,
        cast(null as {{ dbt.type_string() }}) as direction,
        is_deleted,
        ended_at,
        coalesce(started_at, scheduled_at, record_created_at) as occurred_at
    from meetings
    union all
    select
        source_system,
        source_instance,
        engagement_id,
        'task' as activity_type,
        owner_id,
        task_status as status,
        cast(null as {{ dbt.type_string() }}) as direction,
        is_deleted,
        cast(null as timestamp) as ended_at,
        coalesce(completed_at, scheduled_at, record_created_at) as occurred_at
    from tasks

),

activities as (

    select
        coalesce(details.source_system, engagements.source_system) as source_system,
        coalesce(details.source_instance, engagements.source_instance) as source_instance,
        coalesce(details.is_deleted, false) or coalesce(engagements.is_deleted, false) as is_deleted,
        coalesce(details.engagement_id, engagements.engagement_id) as activity_id,
        coalesce(
            details.activity_type,
            case upper(engagements.engagement_type)
                when 'CALL' then 'call'
                when 'EMAIL' then 'email'
                when 'FORWARDED_EMAIL' then 'email'
                when 'MEETING' then 'meeting'
                when 'TASK' then 'task'
            end
        ) as activity_type,
        coalesce(details.owner_id, engagements.owner_id) as owner_id,
        replace(upper(details.status), ' ', '_') as status_word,
        coalesce(upper(details.direction), upper(engagements.engagement_type), '') as direction_word,
        details.ended_at,
        coalesce(details.occurred_at, engagements.scheduled_at, engagements.record_created_at) as occurred_at
    from details
    full outer join engagements
        on
            details.source_system = engagements.source_system
            and details.source_instance = engagements.source_instance
            and details.engagement_id = engagements.engagement_id

),

-- Of several contacts, companies or deals the one recorded first: ids count upwards.
links as (

    select
        source_system,
        source_instance,
        engagement_id,
        'contact' as link_type,
        contact_id as linked_id,
        is_deleted
    from engagement_contacts
    union all
    select
        source_system,
        source_instance,
        engagement_id,
        'company' as link_type,
        company_id as linked_id,
        is_deleted
    from engagement_companies
    union all
    select
        source_system,
        source_instance,
        engagement_id,
        'deal' as link_type,
        deal_id as linked_id,
        is_deleted
    from engagement_deals

),

ranked_links as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, engagement_id, link_type
            order by length(linked_id), linked_id
        ) as link_rank
    from links
    where not is_deleted

),

first_links as (

    select
        source_system,
        source_instance,
        engagement_id,
        max(case when link_type = 'contact' then linked_id end) as contact_id,
        max(case when link_type = 'company' then linked_id end) as company_id,
        max(case when link_type = 'deal' then linked_id end) as deal_id
    from ranked_links
    where link_rank = 1
    group by source_system, source_instance, engagement_id

),

-- Few meetings get an outcome afterwards: what was neither called off nor missed took place once its day is not after as_of.
final as (

    select
        -- keys
        activities.source_system,
        activities.source_instance,
        activities.is_deleted,
        activities.activity_id,
        -- dimensions
        activities.activity_type,
        activities.owner_id,
        cast(null as {{ dbt.type_string() }}) as lead_id,
        first_links.contact_id,
        first_links.deal_id as opportunity_id,
        first_links.company_id as account_id,
        -- flags
        case
            when activities.status_word = 'COMPLETED' then true
            when activities.status_word in {{ not_held }} then false
            when activities.activity_type = 'task' and activities.status_word is not null then false
            when activities.activity_type != 'task'
                then {{ to_reporting_date('coalesce(activities.ended_at, activities.occurred_at)') }} <= {{ as_of_date() }}
        end as is_completed,
        -- timestamps
        activities.occurred_at
    from activities
    left join first_links
        on
            activities.source_system = first_links.source_system
            and activities.source_instance = first_links.source_instance
            and activities.activity_id = first_links.engagement_id
    where activities.activity_type is not null and activities.direction_word != 'INCOMING_EMAIL'

)

select * from final
