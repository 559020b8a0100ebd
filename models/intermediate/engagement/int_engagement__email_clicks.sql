-- Grain: one row per e-mail and person who clicked in it, at their first click (touch_key).
-- Excludes: clicks of mail scanners and of addresses that belong to nobody.

with

email_events as (

    select * from {{ ref('int_ma__email_events') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

-- A click that names no e-mail is one of its own.
clicks as (

    select
        source_system,
        source_instance,
        coalesce(email_id, email_event_id) as clicked_id,
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        {{ surrogate_key('email', [normalised_email('email')]) }} as email_key,
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as program_key,
        occurred_at
    from email_events
    where
        event_type = 'clicked'
        and occurred_at is not null
        and not is_deleted
        and not coalesce(is_machine_open, false)

),

clicks_by_person as (

    select
        clicks.source_system,
        clicks.source_instance,
        clicks.clicked_id,
        coalesce(record_entities.entity_key, email_entities.entity_key) as person_key,
        min(clicks.program_key) as program_key,
        min(clicks.occurred_at) as touched_at
    from clicks
    left join entities as record_entities on clicks.record_key = record_entities.identifier_key
    left join entities as email_entities on clicks.email_key = email_entities.identifier_key
    where coalesce(record_entities.entity_key, email_entities.entity_key) is not null
    group by
        clicks.source_system,
        clicks.source_instance,
        clicks.clicked_id,
        coalesce(record_entities.entity_key, email_entities.entity_key)

),

final as (

    select
        -- keys
        {{ surrogate_key('email_click', [
            'clicks_by_person.source_system',
            'clicks_by_person.source_instance',
            'clicks_by_person.clicked_id',
            'clicks_by_person.person_key'
        ]) }} as touch_key,
        clicks_by_person.person_key,
        campaigns.campaign_key,
        -- dimensions
        'email_click' as touch_type,
        'email' as channel,
        clicks_by_person.source_system,
        -- timestamps
        clicks_by_person.touched_at
    from clicks_by_person
    left join entities as program_entities on clicks_by_person.program_key = program_entities.identifier_key
    left join campaigns on program_entities.entity_key = campaigns.campaign_key

)

select * from final
