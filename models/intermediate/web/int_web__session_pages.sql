-- Grain: one row per web session, day and page or content (session_page_key, event_date).
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    partition_by=event_partitions(),
    pre_hook="{{ delete_changed_event_days() }}"
) }}

with

hits as (

    {{ hits_to_read() }}

),

final as (

    select
        -- keys
        {{ surrogate_key('session_page', ['session_key', 'hostname', 'page_path', "coalesce(content_id, '')"]) }}
            as session_page_key,
        session_key,
        source_system,
        source_instance,
        -- dimensions
        hostname,
        page_path,
        content_id,
        max(case when event_name = 'page_view' then page_title end) as page_title,
        min(day_fingerprint) as day_fingerprint,
        -- flags
        max(case when event_name in ('video_start', 'video_progress', 'video_complete') or video_share > 0 then 1 else 0 end) = 1
            as is_video_started,
        max(case when event_name = 'video_complete' or video_share >= 1 then 1 else 0 end) = 1 as is_video_completed,
        -- measures
        count(case when event_name = 'page_view' then 1 end) as view_count,
        count(case when event_name = 'file_download' then 1 end) as download_count,
        cast(coalesce(sum(cast(engagement_seconds as decimal(18, 3))), 0) as decimal(18, 3)) as engaged_seconds,
        max(scroll_share) as max_scroll_share,
        -- dates
        event_date
    from hits
    group by session_key, source_system, source_instance, hostname, page_path, content_id, event_date

)

select * from final
