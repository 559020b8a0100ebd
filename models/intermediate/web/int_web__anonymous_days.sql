-- Grain: one row per day, system, host and reason of hits whose visitor allowed no id (anonymous_day_key).
-- They count as visits for the consent rate alone: never as visitors, never as sessions.

with

hits as (

    select * from {{ ref('int_web__hits') }}
    where visitor_key is null and event_date <= {{ as_of_date() }}

),

excluded_values as (

    select * from {{ ref('int_web__excluded_values') }}

),

judged as (

    select
        hits.*,
        coalesce(
            case when hits.is_bot then 'bot' end,
            hosts.exclusion_reason,
            pages.exclusion_reason,
            referrers.exclusion_reason,
            sources.exclusion_reason,
            countries.exclusion_reason
        ) as exclusion_reason
    from hits
    left join excluded_values as hosts on hits.hostname = hosts.filter_value and hosts.filter_field = 'hostname'
    left join excluded_values as pages
        on {{ folded_text('hits.page_path') }} = pages.filter_value and pages.filter_field = 'page_path'
    left join excluded_values as referrers
        on hits.referrer_host = referrers.filter_value and referrers.filter_field = 'referrer_host'
    left join excluded_values as sources on hits.utm_source = sources.filter_value and sources.filter_field = 'utm_source'
    left join excluded_values as countries
        on {{ folded_text('hits.country') }} = countries.filter_value and countries.filter_field = 'country'

),

final as (

    select
        -- keys
        {{ surrogate_key('anonymous_day', [
            'source_system', 'source_instance', 'hostname', 'exclusion_reason', 'event_date'
        ]) }} as anonymous_day_key,
        source_system,
        source_instance,
        -- dimensions
        hostname,
        exclusion_reason,
        -- measures
        count(case when event_name = 'session_start' then 1 end) as session_start_count,
        count(case when event_name = 'page_view' then 1 end) as pageview_count,
        count(*) as hit_count,
        -- dates
        event_date
    from judged
    group by source_system, source_instance, hostname, exclusion_reason, event_date

)

select * from final
