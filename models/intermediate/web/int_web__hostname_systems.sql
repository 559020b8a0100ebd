-- Grain: one row per host and web system that measures it (hostname_system_key).
-- Where several systems measure one host, the first in var systems counts its visitors, from its first to its last day.

with

session_totals as (

    select * from {{ ref('int_web__session_totals') }}

),

session_exclusions as (

    select * from {{ ref('int_web__session_exclusions') }}

),

measured as (

    select
        coalesce(session_totals.hostname, '') as hostname,
        session_totals.source_system,
        session_totals.source_instance,
        min(session_totals.session_date) as first_date,
        max(session_totals.session_date) as last_date
    from session_totals
    left join session_exclusions on session_totals.session_key = session_exclusions.session_key
    where session_exclusions.session_key is null
    group by coalesce(session_totals.hostname, ''), session_totals.source_system, session_totals.source_instance

),

final as (

    select
        -- keys
        {{ surrogate_key('hostname_system', ['source_system', 'source_instance', 'hostname']) }} as hostname_system_key,
        source_system,
        source_instance,
        -- dimensions
        hostname,
        -- measures
        cast(row_number() over (
            partition by hostname
            order by {{ system_priority('source_system') }}, source_system, source_instance
        ) as bigint) as system_number,
        -- dates
        first_date,
        last_date
    from measured

)

select * from final
