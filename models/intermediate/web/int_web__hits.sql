-- Grain: one row per web event that counts (hit_key).
-- Holds only what a later row of another day cannot change: rules and identity are joined further on.
-- A day is whole or absent: what changed or vanished is deleted first, then every absent day is read again.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    partition_by=event_partitions(),
    pre_hook="{{ delete_changed_event_days() }}"
) }}

with

events as (

    select * from {{ ref('int_web__events_normalised') }}

),

days_to_read as (

    {{ absent_event_days() }}

),

hits as (

    select
        events.*,
        days_to_read.day_fingerprint
    from events
    inner join days_to_read
        on
            events.source_system = days_to_read.source_system
            and events.source_instance = days_to_read.source_instance
            and events.event_date = days_to_read.event_date

),

-- A system without session ids: a visit ends after 30 minutes without an event, or at midnight, so that a day never
-- depends on the one before.
visits_begun as (

    select
        *,
        lag(occurred_at) over (partition by visitor_key, event_date order by occurred_at, hit_key) as hit_before_at
    from hits
    where session_id is null and visitor_key is not null

),

visits as (

    select
        *,
        max(
            case
                when hit_before_at is null or {{ dbt.dateadd('minute', 30, 'hit_before_at') }} < occurred_at then occurred_at
            end
        ) over (
            partition by visitor_key, event_date
            order by occurred_at, hit_key
            rows between unbounded preceding and current row
        ) as visit_started_at
    from visits_begun

),

-- A union and no join: each event is read and cleaned once, whichever kind it is.
identified as (

    select
        *,
        cast(null as timestamp) as hit_before_at,
        cast(null as timestamp) as visit_started_at
    from hits
    where session_id is not null or visitor_key is null
    union all
    select * from visits

),

named as (

    select
        *,
        coalesce(session_id, cast(visit_started_at as {{ dbt.type_string() }})) as visit_id
    from identified

),

final as (

    select
        -- keys
        hit_key,
        case
            when visitor_id is not null
                then {{ surrogate_key('web_session', ['source_system', 'source_instance', 'visitor_id', 'visit_id']) }}
        end as session_key,
        visitor_key,
        source_system,
        source_instance,
        web_event_id,
        visitor_id,
        user_id,
        email_normalised,
        visit_id as session_id,
        -- dimensions
        event_name,
        hostname,
        page_path,
        page_url,
        page_title,
        referrer_host,
        utm_source_original,
        utm_medium_original,
        utm_campaign_original,
        utm_content_original,
        utm_term_original,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        click_id,
        click_id_type,
        device_category,
        country,
        content_id,
        form_id,
        experiment_id,
        variant_id,
        day_fingerprint,
        -- flags
        is_bot,
        has_consent,
        -- measures
        engagement_seconds,
        scroll_share,
        video_share,
        -- dates
        event_date,
        -- timestamps
        occurred_at
    from named

)

select * from final
