-- Grain: one row per web session and day (session_key, event_date).
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

-- In one instant the page view goes first; the landing page is the first page viewed, the exit page the last.
ranked as (

    select
        *,
        row_number() over (
            partition by session_key, event_date
            order by occurred_at, case when event_name = 'page_view' then 0 else 1 end, hit_key
        ) as hit_number
    from hits

),

final as (

    select
        -- keys
        session_key,
        visitor_key,
        source_system,
        source_instance,
        visitor_id,
        -- dimensions
        {{ first_known('hostname', 'hit_number') }} as hostname,
        {{ first_known('device_category', 'hit_number') }} as device_category,
        {{ first_known('country', 'hit_number') }} as country,
        {{ first_known(viewed('hostname'), 'hit_number') }} as landing_hostname,
        {{ first_known(viewed('page_path'), 'hit_number') }} as landing_page,
        {{ first_known(viewed('hostname'), '-hit_number') }} as exit_hostname,
        {{ first_known(viewed('page_path'), '-hit_number') }} as exit_page,
        min(day_fingerprint) as day_fingerprint,
        -- flags
        max(case when is_bot then 1 else 0 end) = 1 as is_bot,
        min(case has_consent when true then 1 when false then 0 end) = 1 as has_consent,
        -- measures
        count(case when event_name = 'page_view' then 1 end) as pageview_count,
        count(*) as event_count,
        cast(coalesce(sum(cast(engagement_seconds as decimal(18, 3))), 0) as decimal(18, 3)) as engaged_seconds,
        -- dates
        event_date,
        -- timestamps
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at
    from ranked
    group by session_key, visitor_key, source_system, source_instance, visitor_id, event_date

)

select * from final
