-- Grain: one row per day, web system and host (consent_date, source_system, hostname).
-- A visit with a visitor id has consented unless a hit of it says no; one without an id has not. Those are counted by
-- their session_start events, by page views where the system never sends any for the host.
-- Excludes: robots, internal traffic, and hosts and days that another system counts.

with

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where is_counted

),

anonymous_days as (

    select
        *,
        sum(session_start_count) over (partition by source_system, source_instance, hostname) as host_start_count
    from {{ ref('int_web__anonymous_days') }}
    where exclusion_reason is null

),

hostname_systems as (

    select * from {{ ref('int_web__hostname_systems') }}

),

-- A system that does not count the host on that day does not count its anonymous visits either.
outranked as (

    select distinct anonymous_days.anonymous_day_key
    from anonymous_days
    inner join hostname_systems as own_systems
        on
            coalesce(anonymous_days.hostname, '') = own_systems.hostname
            and anonymous_days.source_system = own_systems.source_system
            and anonymous_days.source_instance = own_systems.source_instance
    inner join hostname_systems as better_systems
        on
            own_systems.hostname = better_systems.hostname
            and own_systems.system_number > better_systems.system_number
            and anonymous_days.event_date between better_systems.first_date and better_systems.last_date

),

visits as (

    select
        session_date as consent_date,
        source_system,
        hostname,
        1 as visit_count,
        case when coalesce(has_consent, true) then 1 else 0 end as consenting_visit_count
    from sessions
    union all
    select
        anonymous_days.event_date as consent_date,
        anonymous_days.source_system,
        anonymous_days.hostname,
        case
            when anonymous_days.host_start_count > 0 then anonymous_days.session_start_count
            else anonymous_days.pageview_count
        end as visit_count,
        0 as consenting_visit_count
    from anonymous_days
    left join outranked on anonymous_days.anonymous_day_key = outranked.anonymous_day_key
    where outranked.anonymous_day_key is null

),

final as (

    select
        -- dimensions
        source_system,
        coalesce(hostname, '(unknown)') as hostname,
        -- measures
        cast(sum(visit_count) as bigint) as visit_count,
        cast(sum(consenting_visit_count) as bigint) as consenting_visit_count,
        -- dates
        consent_date
    from visits
    group by source_system, coalesce(hostname, '(unknown)'), consent_date
    having sum(visit_count) > 0

)

select * from final
