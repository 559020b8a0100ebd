-- Grain: one row per combination of source values whose sessions have no channel (source_system, entity_type, failing_key).

with

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where exclusion_reason is null

),

without_channel as (

    select
        source_system,
        channel,
        coalesce(utm_source, '') as utm_source,
        coalesce(utm_medium, '') as utm_medium,
        coalesce(click_id_type, '') as click_id_type,
        coalesce(referrer_host, '') as referrer_host,
        count(*) as session_count
    from sessions
    where channel in ('(unmapped)', '(unassigned)')
    group by source_system, channel, utm_source, utm_medium, click_id_type, referrer_host

),

final as (

    select
        'sessions_without_channel' as rule_id,
        source_system,
        'web_session' as entity_type,
        {{ surrogate_key('session_tags', [
            'channel', 'utm_source', 'utm_medium', 'click_id_type', 'referrer_host'
        ]) }} as failing_key,
        {{ masked_text(
            "'source=' || utm_source || ' medium=' || utm_medium || ' click_id=' || click_id_type || ' referrer=' || referrer_host"
        ) }} as detail,
        session_count as record_count
    from without_channel

)

select * from final
