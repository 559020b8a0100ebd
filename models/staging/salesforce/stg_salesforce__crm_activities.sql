-- Grain: one row per task or event (source_system, source_instance, activity_id).
-- Why: an event has no mark of completion; it took place once its last day is not after as_of.

{%- set call_words = 'call|電話|架電|コール' %}
{%- set email_words = 'e-?mail|メール' %}
{%- set meeting_words = 'meeting|visit|demo|会議|面談|商談|訪問|打ち?合わ?せ|ミーティング|デモ' %}

with

tasks as (

    select * from {{ ref('base_salesforce__task') }}

),

events as (

    select * from {{ ref('base_salesforce__event') }}

),

activities as (

    select
        source_system,
        source_instance,
        is_deleted,
        activity_id,
        false as is_event,
        {{ folded_text('task_subtype') }} as subtype_words,
        {{ folded_text('task_type') }} as type_words,
        {{ folded_text('subject') }} as subject_words,
        owner_id,
        who_id,
        what_id,
        account_id,
        case
            when is_closed or lower(status) in ('completed', '完了') then true
            when is_closed is not null or status is not null then false
        end as is_completed,
        coalesce(completed_at, due_at, created_at) as occurred_at
    from tasks

    union all

    select
        source_system,
        source_instance,
        is_deleted,
        activity_id,
        true as is_event,
        cast(null as {{ dbt.type_string() }}) as subtype_words,
        {{ folded_text('event_type') }} as type_words,
        {{ folded_text('subject') }} as subject_words,
        owner_id,
        who_id,
        what_id,
        account_id,
        {{ to_reporting_date('coalesce(ended_at, started_at, due_at)') }}
        <= {{ as_of_date() }} as is_completed,
        coalesce(started_at, due_at, created_at) as occurred_at
    from events

),

-- The subtype is the surest word, then the picklist; a subject counts by how it begins ("Email: ...").
final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        activity_id,
        -- dimensions
        case
            when subtype_words = 'call' then 'call'
            when subtype_words in ('email', 'listemail', 'list email') then 'email'
            when regexp_extract(type_words, '{{ call_words }}', 0) != '' then 'call'
            when regexp_extract(type_words, '{{ email_words }}', 0) != '' then 'email'
            when regexp_extract(type_words, '{{ meeting_words }}', 0) != '' then 'meeting'
            when regexp_extract(subject_words, '^({{ call_words }})', 0) != '' then 'call'
            when regexp_extract(subject_words, '^({{ email_words }})', 0) != '' then 'email'
            when regexp_extract(subject_words, '^({{ meeting_words }})', 0) != '' then 'meeting'
            when is_event then 'meeting'
            else 'task'
        end as activity_type,
        owner_id,
        case when who_id like '00Q%' then who_id end as lead_id,
        case when who_id like '003%' then who_id end as contact_id,
        case when what_id like '006%' then what_id end as opportunity_id,
        coalesce(account_id, case when what_id like '001%' then what_id end) as account_id,
        -- flags
        is_completed,
        -- timestamps
        occurred_at
    from activities

)

select * from final
