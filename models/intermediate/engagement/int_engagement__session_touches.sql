-- Grain: one row per web session of a known person, whatever was viewed in it (touch_key).
-- Excludes: sessions that count nowhere, such as those of bots and of one's own staff.

with

session_people as (

    select * from {{ ref('int_identity__session_people') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

campaign_utms as (

    select * from {{ ref('int_engagement__campaign_utms') }}

),

final as (

    select
        -- keys
        sessions.session_key as touch_key,
        session_people.person_key,
        campaign_utms.campaign_key,
        -- dimensions
        'web_session' as touch_type,
        sessions.channel,
        sessions.source_system,
        -- timestamps
        sessions.started_at as touched_at
    from session_people
    inner join sessions on session_people.session_key = sessions.session_key
    left join campaign_utms on sessions.utm_campaign = campaign_utms.utm_campaign
    where sessions.exclusion_reason is null

)

select * from final
