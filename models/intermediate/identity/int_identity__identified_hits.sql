-- Grain: one row per session and user id or address that its hits carry (session_key, user_id, email_normalised).
-- Excludes: hits without a visitor, of bots, after as_of, and those whose visitor denied consent.

with

hits as (

    select * from {{ ref('int_web__hits') }}

),

final as (

    select
        -- keys
        session_key,
        visitor_key,
        -- dimensions
        source_system,
        visitor_id,
        user_id,
        email_normalised,
        -- timestamps
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at
    from hits
    where
        visitor_key is not null
        and session_key is not null
        and (user_id is not null or email_normalised is not null)
        and coalesce(has_consent, true)
        and not coalesce(is_bot, false)
        and event_date <= {{ as_of_date() }}
    group by session_key, visitor_key, source_system, visitor_id, user_id, email_normalised

)

select * from final
