-- Grain: one row per web session that has a source of its own (session_key).
-- The first hit with a real source decides: a tagged source or medium, a click id, or a referrer that is neither the
-- company's own (any host on which pages are measured) nor one that sends visitors back (mapping_referrer_hosts).

with

session_sources as (

    select * from {{ ref('int_web__session_sources') }}

),

session_pages as (

    select * from {{ ref('int_web__session_pages') }}

),

referrer_hosts as (

    select * from {{ ref('mapping_referrer_hosts') }}

),

own_hosts as (

    select distinct hostname
    from session_pages
    where hostname is not null and event_date <= {{ as_of_date() }}

),

referrers as (

    select distinct referrer_host
    from session_sources
    where referrer_host is not null and event_date <= {{ as_of_date() }}

),

referrers_without_meaning as (

    select referrers.referrer_host
    from referrers
    inner join own_hosts on referrers.referrer_host = own_hosts.hostname
    union
    select referrers.referrer_host
    from referrers
    inner join referrer_hosts on {{ is_full_match('referrers.referrer_host', 'referrer_hosts.host_pattern') }}

),

cleaned as (

    select
        session_sources.session_source_key,
        session_sources.session_key,
        session_sources.first_hit_key,
        session_sources.utm_medium,
        session_sources.utm_campaign,
        session_sources.utm_content,
        session_sources.utm_term,
        session_sources.click_id_type,
        session_sources.first_occurred_at,
        case
            when session_sources.utm_medium is null and session_sources.utm_source in ('(direct)', 'direct') then null
            else session_sources.utm_source
        end as utm_source,
        case when referrers_without_meaning.referrer_host is null then session_sources.referrer_host end as referrer_host
    from session_sources
    left join referrers_without_meaning on session_sources.referrer_host = referrers_without_meaning.referrer_host
    where session_sources.event_date <= {{ as_of_date() }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by session_key
            order by
                first_occurred_at,
                case when coalesce(utm_source, utm_medium) is not null then 1 when click_id_type is not null then 2 else 3 end,
                first_hit_key, session_source_key
        ) as source_number
    from cleaned
    where utm_source is not null or utm_medium is not null or click_id_type is not null or referrer_host is not null

),

final as (

    select
        -- keys
        session_key,
        {{ hashed_utm_values(
            "coalesce(utm_source, '')", "coalesce(utm_medium, '')", "coalesce(utm_campaign, '')",
            "coalesce(click_id_type, '')", "coalesce(referrer_host, '')"
        ) }} as utm_key,
        -- dimensions
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        click_id_type,
        referrer_host
    from ranked
    where source_number = 1

)

select * from final
