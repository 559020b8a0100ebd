-- Grain: one row per day, web system and reason of excluded traffic (exclusion_reason, source_system, session_date).

with

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where exclusion_reason is not null

),

anonymous_days as (

    select * from {{ ref('int_web__anonymous_days') }}
    where exclusion_reason is not null

),

excluded as (

    select
        exclusion_reason,
        source_system,
        session_date,
        1 as session_count,
        event_count as hit_count
    from sessions
    union all
    select
        exclusion_reason,
        source_system,
        event_date as session_date,
        0 as session_count,
        hit_count
    from anonymous_days

),

final as (

    select
        exclusion_reason,
        source_system,
        cast(sum(session_count) as bigint) as session_count,
        cast(sum(hit_count) as bigint) as hit_count,
        session_date
    from excluded
    group by exclusion_reason, source_system, session_date

)

select * from final
