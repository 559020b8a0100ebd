-- Grain: one row per web session (session_key).
-- Excludes: robots, internal traffic and what other rules of mapping_traffic_filters name (dq_excluded_sessions).

with

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

session_people as (

    select * from {{ ref('int_identity__session_people') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

campaign_utms as (

    select * from {{ ref('int_engagement__campaign_utms') }}

),

final as (

    select
        -- keys
        sessions.session_key,
        sessions.visitor_key,
        session_people.person_key,
        people.account_key,
        campaign_utms.campaign_key,
        -- dimensions
        sessions.source_system,
        sessions.channel,
        sessions.own_channel,
        sessions.landing_page,
        sessions.exit_page,
        sessions.hostname,
        sessions.device_category,
        sessions.country,
        sessions.utm_source,
        sessions.utm_medium,
        sessions.utm_campaign,
        sessions.utm_content,
        sessions.utm_term,
        sessions.click_id_type,
        sessions.referrer_host,
        -- flags
        sessions.is_engaged,
        sessions.is_new_visitor,
        sessions.has_conversion,
        sessions.has_consent,
        sessions.is_counted,
        sessions.is_source_from_lookback,
        -- measures
        sessions.pageview_count,
        sessions.event_count,
        sessions.engaged_seconds,
        -- dates
        sessions.session_date,
        -- timestamps
        sessions.started_at,
        sessions.ended_at
    from sessions
    left join session_people on sessions.session_key = session_people.session_key
    left join people on session_people.person_key = people.person_key
    left join campaign_utms on sessions.utm_campaign = campaign_utms.utm_campaign
    where sessions.exclusion_reason is null

)

select * from final
