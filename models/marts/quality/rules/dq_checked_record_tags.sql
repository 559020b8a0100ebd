-- Grain: one row per tagged lead or MA record whose person came from a source of their own before (record_key).
-- What the rule on first sessions looks at. A record without tags, or whose person was seen only later, says nothing.
{{ config(materialized='table') }}

with

leads as (

    select * from {{ ref('int_crm__leads') }}

),

ma_people as (

    select * from {{ ref('int_ma__people') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

session_people as (

    select * from {{ ref('int_identity__session_people') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

records as (

    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as record_key,
        'crm_lead' as record_type,
        source_system,
        lead_id || case when source_instance = 'main' then '' else '@' || source_instance end as record_id,
        {{ tracking_value('utm_source') }} as utm_source,
        {{ tracking_value('utm_medium') }} as utm_medium,
        created_at
    from leads
    where not is_deleted
    union all
    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        'ma_person' as record_type,
        source_system,
        ma_person_id || case when source_instance = 'main' then '' else '@' || source_instance end as record_id,
        {{ tracking_value('utm_source') }} as utm_source,
        {{ tracking_value('utm_medium') }} as utm_medium,
        created_at
    from ma_people
    where not is_deleted

),

first_sessions as (

    select
        session_people.person_key,
        sessions.utm_source,
        sessions.utm_medium,
        sessions.started_at,
        row_number() over (
            partition by session_people.person_key
            order by sessions.started_at, sessions.session_key
        ) as session_number
    from session_people
    inner join sessions on session_people.session_key = sessions.session_key
    where
        sessions.exclusion_reason is null
        and not sessions.is_source_from_lookback
        and sessions.utm_source is not null
        and sessions.utm_medium is not null

),

final as (

    select
        -- keys
        records.record_key,
        -- dimensions
        records.record_type,
        records.source_system,
        records.record_id,
        {{ masked_text(
            "'source=' || records.utm_source || ' medium=' || records.utm_medium || ', the first session came by source='"
            ~ " || first_sessions.utm_source || ' medium=' || first_sessions.utm_medium"
        ) }} as comparison_text,
        -- flags
        records.utm_source = first_sessions.utm_source and records.utm_medium = first_sessions.utm_medium as is_same
    from records
    inner join entities on records.record_key = entities.identifier_key
    inner join first_sessions
        on entities.entity_key = first_sessions.person_key and first_sessions.session_number = 1
    where
        records.utm_source is not null
        and records.utm_medium is not null
        -- Within coalesce it is a filter on a person's own rows: bare, an engine may join all with all by it.
        and coalesce(
            first_sessions.started_at <= {{ dbt.dateadd('hour', var('first_touch_grace_hours'), 'records.created_at') }},
            false
        )

)

select * from final
