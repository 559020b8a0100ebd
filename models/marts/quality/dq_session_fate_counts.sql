-- Grain: one row per web system and what became of a hit or session (source_system, fate).
-- Hits first: those after as_of, those without a visitor, and all but one of each session. Sessions then.

with

hits as (

    select * from {{ ref('int_web__hits') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

calendar as (

    select min(date_day) as first_day from {{ ref('dim_dates') }}

),

judged_hits as (

    select
        source_system,
        case
            when event_date > {{ as_of_date() }} then 'after_as_of'
            when session_key is null then 'without_visitor'
            else 'in_session'
        end as fate,
        session_key
    from hits

),

hit_fates as (

    select
        source_system,
        fate,
        case when fate = 'in_session' then count(*) - count(distinct session_key) else count(*) end as record_count
    from judged_hits
    group by source_system, fate

),

session_fates as (

    select
        sessions.source_system,
        case
            when sessions.exclusion_reason is not null then sessions.exclusion_reason
            when not sessions.is_counted then 'measured_by_another_system'
            when sessions.session_date < calendar.first_day then 'before_the_calendar'
            else 'counted'
        end as fate,
        count(*) as record_count
    from sessions
    cross join calendar
    group by
        sessions.source_system,
        case
            when sessions.exclusion_reason is not null then sessions.exclusion_reason
            when not sessions.is_counted then 'measured_by_another_system'
            when sessions.session_date < calendar.first_day then 'before_the_calendar'
            else 'counted'
        end

),

all_fates as (

    select
        source_system,
        'hits' as fate,
        count(*) as record_count
    from hits
    group by source_system
    union all
    select
        source_system,
        case when fate = 'in_session' then 'same_session' else fate end as fate,
        record_count
    from hit_fates
    union all
    select
        source_system,
        fate,
        record_count
    from session_fates

),

final as (

    select
        source_system,
        fate,
        cast(sum(record_count) as bigint) as record_count
    from all_fates
    group by source_system, fate

)

select * from final
