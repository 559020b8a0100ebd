-- Grain: one row per system, page, tags in its address and whether an own page led to it (page_tags_key).
-- What the rule on internal links looks at. Excludes: views of addresses without tags, and of bots and internal traffic.
{{ config(materialized='table') }}

with

hits as (

    select * from {{ ref('int_web__hits') }}
    where event_name = 'page_view' and session_key is not null and page_url like '%utm%'

),

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where exclusion_reason is null

),

session_pages as (

    select * from {{ ref('int_web__session_pages') }}

),

own_hosts as (

    select distinct hostname from session_pages
    where hostname is not null

),

tagged_views as (

    select
        hits.source_system,
        hits.hostname,
        hits.page_path,
        hits.referrer_host,
        {{ url_parameter('hits.page_url', 'utm_source') }} as utm_source,
        {{ url_parameter('hits.page_url', 'utm_medium') }} as utm_medium
    from hits
    inner join sessions on hits.session_key = sessions.session_key

),

judged as (

    select
        tagged_views.source_system,
        coalesce(tagged_views.hostname, '') || coalesce(tagged_views.page_path, '') as page,
        {{ masked_text(
            "'source=' || coalesce(tagged_views.utm_source, '') || ' medium=' || coalesce(tagged_views.utm_medium, '')"
        ) }} as tags_text,
        own_hosts.hostname is not null as is_internal_link
    from tagged_views
    left join own_hosts on tagged_views.referrer_host = own_hosts.hostname
    where tagged_views.utm_source is not null or tagged_views.utm_medium is not null

),

final as (

    select
        {{ surrogate_key('page_tags', [
            'source_system', 'page', 'tags_text', "case when is_internal_link then 'internal' else 'external' end"
        ]) }} as page_tags_key,
        source_system,
        page,
        tags_text,
        is_internal_link,
        count(*) as view_count
    from judged
    group by source_system, page, tags_text, is_internal_link

)

select * from final
