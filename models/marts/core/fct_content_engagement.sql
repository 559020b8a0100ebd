-- Grain: one row per content and web session (content_key, session_key).
-- Excludes: robots and internal traffic, as fct_web_sessions does.

with

session_pages as (

    select * from {{ ref('int_web__session_pages') }}
    where event_date <= {{ as_of_date() }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where exclusion_reason is null

),

engaged as (

    select
        {{ content_key('session_pages.hostname', 'session_pages.page_path', 'session_pages.content_id') }} as content_key,
        sessions.session_key,
        sessions.channel,
        sessions.is_counted,
        sessions.session_date,
        session_pages.view_count,
        session_pages.download_count,
        session_pages.engaged_seconds,
        session_pages.max_scroll_share,
        session_pages.is_video_started,
        session_pages.is_video_completed,
        session_pages.view_count > 0
        and session_pages.page_path = sessions.landing_page
        and coalesce(session_pages.hostname, '') = coalesce(sessions.hostname, '') as is_landing_page,
        session_pages.view_count > 0
        and session_pages.page_path = sessions.exit_page
        and coalesce(session_pages.hostname, '') = coalesce(sessions.exit_hostname, '') as is_exit_page
    from session_pages
    inner join sessions on session_pages.session_key = sessions.session_key

),

final as (

    select
        -- keys
        content_key,
        session_key,
        -- dimensions
        channel,
        -- flags
        is_counted,
        max(case when is_video_started then 1 else 0 end) = 1 as video_started,
        max(case when is_video_completed then 1 else 0 end) = 1 as video_completed,
        max(case when is_landing_page then 1 else 0 end) = 1 as is_landing,
        max(case when is_exit_page then 1 else 0 end) = 1 as is_exit,
        -- measures
        cast(sum(view_count) as bigint) as view_count,
        cast(sum(engaged_seconds) as double) as engaged_seconds,
        max(max_scroll_share) as max_scroll_share,
        cast(sum(download_count) as bigint) as download_count,
        -- dates
        session_date
    from engaged
    where content_key is not null
    group by content_key, session_key, channel, is_counted, session_date

)

select * from final
