-- Grain: one row per web session up to as_of (session_key).

with

session_days as (

    select * from {{ ref('int_web__session_days') }}

),

numbered as (

    select
        *,
        row_number() over (partition by session_key order by event_date) as day_number
    from session_days
    where event_date <= {{ as_of_date() }}

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
        coalesce({{ first_known('landing_hostname', 'day_number') }}, {{ first_known('hostname', 'day_number') }}) as hostname,
        {{ first_known('device_category', 'day_number') }} as device_category,
        {{ first_known('country', 'day_number') }} as country,
        {{ first_known('landing_page', 'day_number') }} as landing_page,
        {{ first_known('exit_hostname', '-day_number') }} as exit_hostname,
        {{ first_known('exit_page', '-day_number') }} as exit_page,
        -- flags
        max(case when is_bot then 1 else 0 end) = 1 as is_bot,
        min(case has_consent when true then 1 when false then 0 end) = 1 as has_consent,
        -- measures
        cast(sum(pageview_count) as bigint) as pageview_count,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(engaged_seconds) as double) as engaged_seconds,
        -- dates
        min(event_date) as session_date,
        -- timestamps
        min(started_at) as started_at,
        max(ended_at) as ended_at
    from numbered
    group by session_key, visitor_key, source_system, source_instance, visitor_id

)

select * from final
