-- Grain: one row per web session (session_key).
-- Excludes: robots, internal traffic and what other rules of mapping_traffic_filters name (dq_excluded_sessions).

with

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

campaigns_by_utm as (

    select
        utm_campaign,
        min(campaign_key) as campaign_key
    from campaigns
    where utm_campaign is not null
    group by utm_campaign
    having count(*) = 1

),

final as (

    select
        -- keys
        sessions.session_key,
        sessions.visitor_key,
        cast(null as {{ dbt.type_string() }}) as person_key,
        cast(null as {{ dbt.type_string() }}) as account_key,
        campaigns_by_utm.campaign_key,
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
    left join campaigns_by_utm on sessions.utm_campaign = campaigns_by_utm.utm_campaign
    where sessions.exclusion_reason is null

)

select * from final
