-- Grain: one row per combination of UTM values and click id type that occurs (utm_key).
-- The first rule of mapping_channel_rules that fits names the channel; none fits: (unmapped).

with

form_submissions as (

    select * from {{ ref('int_ma__form_submissions') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

channel_rules as (

    select * from {{ ref('mapping_channel_rules') }}

),

occurring as (

    select
        {{ folded_text("coalesce(utm_source, '')") }} as utm_source,
        {{ folded_text("coalesce(utm_medium, '')") }} as utm_medium,
        {{ folded_text("coalesce(utm_campaign, '')") }} as utm_campaign,
        {{ click_id_type('page_url') }} as click_id_type
    from form_submissions
    union
    select
        {{ folded_text("coalesce(utm_source, '')") }} as utm_source,
        {{ folded_text("coalesce(utm_medium, '')") }} as utm_medium,
        {{ folded_text("coalesce(utm_campaign, '')") }} as utm_campaign,
        '' as click_id_type
    from ad_stats
    where utm_source is not null or utm_medium is not null

),

matches as (

    select
        occurring.utm_source,
        occurring.utm_medium,
        occurring.utm_campaign,
        occurring.click_id_type,
        channel_rules.channel,
        row_number() over (
            partition by
                occurring.utm_source, occurring.utm_medium, occurring.utm_campaign, occurring.click_id_type
            order by channel_rules.rule_order nulls last
        ) as choice
    from occurring
    left join channel_rules
        on
            (channel_rules.source_pattern is null or regexp_full_match(occurring.utm_source, channel_rules.source_pattern))
            and (channel_rules.medium_pattern is null or regexp_full_match(occurring.utm_medium, channel_rules.medium_pattern))
            and (
                channel_rules.campaign_pattern is null
                or regexp_full_match(occurring.utm_campaign, channel_rules.campaign_pattern)
            )
            and (
                channel_rules.click_id_types is null
                or regexp_full_match(occurring.click_id_type, channel_rules.click_id_types)
            )

),

final as (

    select
        {{ utm_key('utm_source', 'utm_medium', 'utm_campaign', 'click_id_type') }} as utm_key,
        utm_source,
        utm_medium,
        utm_campaign,
        click_id_type,
        coalesce(channel, '(unmapped)') as channel
    from matches
    where choice = 1

)

select * from final
