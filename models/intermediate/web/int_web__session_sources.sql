-- Grain: one row per web session, day and source that its hits carry (session_source_key, event_date).
-- Excludes: session_start and first_visit, which do not decide a source, and hits that carry none.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    partition_by=event_partitions(),
    pre_hook="{{ delete_changed_event_days() }}"
) }}

with

hits_of_sessions as (

    {{ hits_to_read() }}

),

hits as (

    select * from hits_of_sessions
    where event_name not in ('session_start', 'first_visit')

),

sourced as (

    select
        *,
        -- The host's own pages are no referrer; which other hosts are none is for rules to say.
        case when referrer_host != coalesce(hostname, '') then referrer_host end as external_referrer_host
    from hits

),

final as (

    select
        -- keys
        {{ surrogate_key('session_source', [
            'session_key', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term',
            'click_id_type', "coalesce(external_referrer_host, '')"
        ]) }} as session_source_key,
        session_key,
        source_system,
        source_instance,
        min(hit_key) as first_hit_key,
        -- dimensions
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        click_id_type,
        external_referrer_host as referrer_host,
        min(day_fingerprint) as day_fingerprint,
        -- measures
        count(*) as hit_count,
        -- dates
        event_date,
        -- timestamps
        min(occurred_at) as first_occurred_at
    from sourced
    where
        utm_source is not null
        or utm_medium is not null
        or click_id_type is not null
        or external_referrer_host is not null
    group by
        session_key, source_system, source_instance, utm_source, utm_medium, utm_campaign, utm_content, utm_term,
        click_id_type, external_referrer_host, event_date

)

select * from final
