-- Grain: one row per web session up to as_of (session_key).
-- Never incremental: all that depends on rules or on other sessions is decided here.

with

session_totals as (

    select * from {{ ref('int_web__session_totals') }}

),

session_exclusions as (

    select * from {{ ref('int_web__session_exclusions') }}

),

own_sources as (

    select * from {{ ref('int_web__session_own_sources') }}

),

counted_sessions as (

    select * from {{ ref('int_web__sessions_ranked') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

session_events as (

    select * from {{ ref('int_web__session_events') }}

),

conversion_events as (

    select * from {{ ref('policy_conversion_events') }}

),

conversions as (

    select distinct session_events.session_key
    from session_events
    inner join conversion_events on session_events.event_name = conversion_events.event_name
    where conversion_events.is_counted and session_events.event_date <= {{ as_of_date() }}

),

final as (

    select
        -- keys
        session_totals.session_key,
        session_totals.visitor_key,
        session_totals.source_system,
        session_totals.source_instance,
        session_totals.visitor_id,
        -- dimensions
        session_exclusions.exclusion_reason,
        case when sources.session_key is null then 'direct' else coalesce(channels.channel, '(unmapped)') end as channel,
        case when own_sources.session_key is null then 'direct' else coalesce(own_channels.channel, '(unmapped)') end
            as own_channel,
        session_totals.landing_page,
        session_totals.exit_hostname,
        session_totals.exit_page,
        session_totals.hostname,
        session_totals.device_category,
        session_totals.country,
        sources.utm_source,
        sources.utm_medium,
        sources.utm_campaign,
        sources.utm_content,
        sources.utm_term,
        sources.click_id_type,
        sources.referrer_host,
        -- flags
        session_totals.engaged_seconds >= {{ var('engaged_session_seconds') }}
        or session_totals.pageview_count >= 2
        or conversions.session_key is not null as is_engaged,
        coalesce(counted_sessions.is_new_visitor, false) as is_new_visitor,
        conversions.session_key is not null as has_conversion,
        session_totals.has_consent,
        coalesce(counted_sessions.is_counted, false) as is_counted,
        coalesce(counted_sessions.is_source_from_lookback, false) as is_source_from_lookback,
        -- measures
        session_totals.pageview_count,
        session_totals.event_count,
        session_totals.engaged_seconds,
        -- dates
        session_totals.session_date,
        -- timestamps
        session_totals.started_at,
        session_totals.ended_at
    from session_totals
    left join session_exclusions on session_totals.session_key = session_exclusions.session_key
    left join own_sources on session_totals.session_key = own_sources.session_key
    left join utm_channels as own_channels on own_sources.utm_key = own_channels.utm_key
    left join counted_sessions on session_totals.session_key = counted_sessions.session_key
    left join own_sources as sources
        on coalesce(counted_sessions.source_session_key, session_totals.session_key) = sources.session_key
    left join utm_channels as channels on sources.utm_key = channels.utm_key
    left join conversions on session_totals.session_key = conversions.session_key

)

select * from final
