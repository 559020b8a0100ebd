-- Grain: one row per session whose person is known (session_key).
-- A session is that of the person identified in it (the first of several), else of the one identified last before it.
-- A visitor with one person also gives them its sessions up to visitor_backfill_days before; one of several gives nobody a past.

with

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

timeline as (

    select * from {{ ref('int_identity__visitor_timeline') }}

),

visitors as (

    select distinct visitor_key from timeline

),

-- Sessions and evidence on one line of time; in the same instant the session comes first, so that the evidence is in it.
moments as (

    select
        sessions.visitor_key,
        sessions.session_key,
        sessions.started_at,
        sessions.ended_at,
        sessions.started_at as moment_at,
        cast(null as bigint) as evidence_number,
        0 as evidence_count
    from sessions
    inner join visitors on sessions.visitor_key = visitors.visitor_key
    where coalesce(sessions.has_consent, true) and sessions.session_date <= {{ as_of_date() }}
    union all
    select
        visitor_key,
        cast(null as {{ dbt.type_string() }}) as session_key,
        cast(null as timestamp) as started_at,
        cast(null as timestamp) as ended_at,
        linked_at as moment_at,
        evidence_number,
        1 as evidence_count
    from timeline

),

counted as (

    select
        *,
        cast(sum(evidence_count) over (
            partition by visitor_key
            order by moment_at, evidence_number nulls first, session_key nulls last
            rows between unbounded preceding and current row
        ) as bigint) as earlier_evidence_count
    from moments

),

-- What arrives from another system within visitor_link_grace_minutes of the last hit belongs to the session, unless the next began.
reaching as (

    select
        visitor_key,
        session_key,
        started_at,
        ended_at,
        earlier_evidence_count,
        {{ dbt.dateadd('minute', var('visitor_link_grace_minutes'), 'ended_at') }} as reaches_to_at,
        lead(started_at) over (partition by visitor_key order by started_at, session_key) as next_started_at
    from counted
    where session_key is not null

),

assigned as (

    select
        reaching.visitor_key,
        reaching.session_key,
        coalesce(
            next_evidence.linked_at <= reaching.ended_at
            or (
                next_evidence.linked_at <= reaching.reaches_to_at
                and (reaching.next_started_at is null or next_evidence.linked_at < reaching.next_started_at)
            ),
            false
        ) as is_identified_inside,
        next_evidence.person_count = 1
        and reaching.started_at
        >= {{ dbt.dateadd('day', -1 * var('visitor_backfill_days'), 'next_evidence.linked_at') }} as is_within_backfill,
        previous_evidence.person_key as previous_person_key,
        previous_evidence.link_reason as previous_link_reason,
        next_evidence.person_key as next_person_key,
        next_evidence.link_reason as next_link_reason
    from reaching
    left join timeline as previous_evidence
        on
            reaching.visitor_key = previous_evidence.visitor_key
            and reaching.earlier_evidence_count = previous_evidence.evidence_number
    left join timeline as next_evidence
        on
            reaching.visitor_key = next_evidence.visitor_key
            and reaching.earlier_evidence_count + 1 = next_evidence.evidence_number

),

final as (

    select
        -- keys
        session_key,
        visitor_key,
        case when is_identified_inside then next_person_key else coalesce(previous_person_key, next_person_key) end as person_key,
        -- dimensions
        case when is_identified_inside then next_link_reason else coalesce(previous_link_reason, next_link_reason) end
            as link_reason,
        -- flags
        not is_identified_inside and previous_person_key is null as is_backfilled
    from assigned
    where is_identified_inside or previous_person_key is not null or is_within_backfill

)

select * from final
