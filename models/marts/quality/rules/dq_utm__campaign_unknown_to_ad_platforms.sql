-- Grain: one row per combination of paid tags whose campaign no ad platform knows (source_system, entity_type, failing_key).
-- Nothing is judged where no ad platform landed. A platform knows a campaign by its utm_campaign, its name or its id.

with

utm_tags as (

    select * from {{ ref('dq_checked_utm_tags') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

known_campaigns as (

    select {{ folded_text('utm_campaign') }} as utm_campaign from ad_stats
    where utm_campaign is not null
    union
    select {{ folded_text('campaign_name') }} as utm_campaign from ad_stats
    where campaign_name is not null
    union
    select {{ folded_text('campaign_id') }} as utm_campaign from ad_stats
    where campaign_id is not null

),

ad_presence as (

    select count(*) > 0 as has_ads from known_campaigns

),

final as (

    select
        'campaign_unknown_to_ad_platforms' as rule_id,
        utm_tags.source_system,
        utm_tags.entity_type,
        utm_tags.tags_key as failing_key,
        utm_tags.tags_text as detail,
        utm_tags.record_count
    from utm_tags
    cross join ad_presence
    left join known_campaigns on utm_tags.utm_campaign = known_campaigns.utm_campaign
    where
        utm_tags.is_paid
        and utm_tags.utm_campaign != ''
        and known_campaigns.utm_campaign is null
        and ad_presence.has_ads

)

select * from final
