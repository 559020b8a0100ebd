-- Grain: one row per e-mail (template or send) that events or daily totals tell of (email_key).
-- Excludes: what happened after as_of. The events of a system that name no e-mail share one row.

with

email_days as (

    select * from {{ ref('int_engagement__email_days') }}

),

email_stats as (

    select * from {{ ref('int_ma__email_stats') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

from_events as (

    select
        email_key,
        min(source_system) as source_system,
        min(source_instance) as source_instance,
        min(email_id) as email_id,
        max(email_name) as email_name,
        min(program_id) as program_id,
        sum(sent_count + delivered_count) as delivery_event_count,
        cast(0 as bigint) as reported_count,
        min(event_date) as first_event_date
    from email_days
    where event_date <= {{ as_of_date() }}
    group by email_key

),

from_totals as (

    select
        {{ email_key() }} as email_key,
        min(source_system) as source_system,
        min(source_instance) as source_instance,
        min(email_id) as email_id,
        max(email_name) as email_name,
        cast(null as {{ dbt.type_string() }}) as program_id,
        cast(0 as bigint) as delivery_event_count,
        sum(coalesce(delivered_count, sent_count, 0)) as reported_count,
        min(stat_date) as first_event_date
    from email_stats
    where not is_deleted and stat_date <= {{ as_of_date() }}
    group by {{ email_key() }}

),

both_kinds as (

    select * from from_events
    union all
    select * from from_totals

),

merged as (

    select
        email_key,
        min(source_system) as source_system,
        min(source_instance) as source_instance,
        min(email_id) as email_id,
        coalesce(max(email_name), min(email_id)) as email_name,
        min(program_id) as program_id,
        sum(delivery_event_count) as delivery_event_count,
        sum(reported_count) as reported_count,
        min(first_event_date) as first_event_date
    from both_kinds
    group by email_key

),

-- Two e-mails of one name stay two members of every cut: the later ones carry the start of their key.
named as (

    select
        *,
        row_number() over (partition by email_name order by first_event_date nulls last, email_key) as name_rank
    from merged

),

final as (

    select
        -- keys
        named.email_key,
        campaigns.campaign_key,
        -- dimensions
        case
            when named.email_id is null then '(unassigned)'
            when named.name_rank > 1 then named.email_name || ' [' || left(named.email_key, 6) || ']'
            else named.email_name
        end as email_name,
        -- flags
        named.delivery_event_count = 0 and named.reported_count > 0 as is_counted_by_totals,
        -- dates
        named.first_event_date
    from named
    left join entities
        on {{ surrogate_key('ma_program', ['named.source_system', 'named.source_instance', 'named.program_id']) }}
            = entities.identifier_key
    left join campaigns on entities.entity_key = campaigns.campaign_key

)

select * from final
