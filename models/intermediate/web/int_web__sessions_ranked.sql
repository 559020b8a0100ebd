-- Grain: one row per web session that counts (session_key).
-- A session without a source takes that of the visitor's last session with one, if that began within
-- direct_lookback_days before it. Computed over all sessions at once, so that it is the same after any run.

with

session_totals as (

    select * from {{ ref('int_web__session_totals') }}

),

session_exclusions as (

    select * from {{ ref('int_web__session_exclusions') }}

),

own_sources as (

    select * from {{ ref('int_web__session_own_sources') }}

),

hostname_systems as (

    select * from {{ ref('int_web__hostname_systems') }}

),

numbered as (

    select
        session_totals.*,
        own_sources.session_key is not null as has_own_source,
        row_number() over (
            partition by session_totals.visitor_key order by session_totals.started_at, session_totals.session_key
        ) as session_number
    from session_totals
    left join session_exclusions on session_totals.session_key = session_exclusions.session_key
    left join own_sources on session_totals.session_key = own_sources.session_key
    where session_exclusions.session_key is null

),

looked_back as (

    select
        *,
        max(case when has_own_source then session_number end) over (
            partition by visitor_key
            order by session_number
            rows between unbounded preceding and current row
        ) as source_session_number
    from numbered

),

-- Sessions that a system measures beside one that goes before it.
outranked as (

    select distinct numbered.session_key
    from numbered
    inner join hostname_systems as own_systems
        on
            coalesce(numbered.hostname, '') = own_systems.hostname
            and numbered.source_system = own_systems.source_system
            and numbered.source_instance = own_systems.source_instance
    inner join hostname_systems as better_systems
        on
            own_systems.hostname = better_systems.hostname
            and own_systems.system_number > better_systems.system_number
            and numbered.session_date between better_systems.first_date and better_systems.last_date

),

final as (

    select
        -- keys
        looked_back.session_key,
        source_sessions.session_key as source_session_key,
        -- flags
        looked_back.session_number = 1 as is_new_visitor,
        outranked.session_key is null as is_counted,
        source_sessions.session_key is not null and not looked_back.has_own_source as is_source_from_lookback
    from looked_back
    left join numbered as source_sessions
        on
            looked_back.visitor_key = source_sessions.visitor_key
            and looked_back.source_session_number = source_sessions.session_number
            and (
                looked_back.has_own_source
                or source_sessions.started_at
                >= {{ dbt.dateadd('day', -1 * var('direct_lookback_days'), 'looked_back.started_at') }}
            )
    left join outranked on looked_back.session_key = outranked.session_key

)

select * from final
