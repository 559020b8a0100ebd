-- Grain: one row per combination of UTM values, click id type and referrer that occurs (utm_key).
-- The first rule of mapping_channel_rules that fits names the channel; none fits: (unmapped).

with

form_sources as (

    select * from {{ ref('int_engagement__form_sources') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

session_sources as (

    select * from {{ ref('int_web__session_own_sources') }}

),

channel_rules as (

    select * from {{ ref('mapping_channel_rules') }}

),

occurring as (

    select
        coalesce(utm_source, '') as utm_source,
        coalesce(utm_medium, '') as utm_medium,
        coalesce(utm_campaign, '') as utm_campaign,
        click_id_type,
        '' as referrer_host
    from form_sources
    union
    select
        coalesce({{ tracking_value('utm_source') }}, '') as utm_source,
        coalesce({{ tracking_value('utm_medium') }}, '') as utm_medium,
        coalesce({{ tracking_value('utm_campaign') }}, '') as utm_campaign,
        '' as click_id_type,
        '' as referrer_host
    from ad_stats
    where utm_source is not null or utm_medium is not null
    union
    select
        coalesce(utm_source, '') as utm_source,
        coalesce(utm_medium, '') as utm_medium,
        coalesce(utm_campaign, '') as utm_campaign,
        coalesce(click_id_type, '') as click_id_type,
        case when coalesce(utm_source, utm_medium) is null then coalesce(referrer_host, '') else '' end as referrer_host
    from session_sources

),

-- A referrer without tags is judged like a link: its host is the source, its medium referral.
judged as (

    select
        *,
        case when utm_source = '' and utm_medium = '' then referrer_host else utm_source end as judged_source,
        case
            when utm_source = '' and utm_medium = '' and referrer_host != '' then 'referral'
            else utm_medium
        end as judged_medium
    from occurring

),

matches as (

    select
        judged.*,
        channel_rules.channel,
        row_number() over (
            partition by
                judged.utm_source, judged.utm_medium, judged.utm_campaign, judged.click_id_type, judged.referrer_host
            order by channel_rules.rule_order nulls last
        ) as choice
    from judged
    left join channel_rules
        on
            (channel_rules.source_pattern is null or {{ is_full_match('judged.judged_source', 'channel_rules.source_pattern') }})
            and (channel_rules.medium_pattern is null or {{ is_full_match('judged.judged_medium', 'channel_rules.medium_pattern') }})
            and (
                channel_rules.campaign_pattern is null
                or {{ is_full_match('judged.utm_campaign', 'channel_rules.campaign_pattern') }}
            )
            and (
                channel_rules.click_id_types is null
                or {{ is_full_match('judged.click_id_type', 'channel_rules.click_id_types') }}
            )

),

final as (

    select
        {{ hashed_utm_values('utm_source', 'utm_medium', 'utm_campaign', 'click_id_type', 'referrer_host') }} as utm_key,
        utm_source,
        utm_medium,
        utm_campaign,
        click_id_type,
        referrer_host,
        coalesce(channel, '(unmapped)') as channel
    from matches
    where choice = 1

)

select * from final
