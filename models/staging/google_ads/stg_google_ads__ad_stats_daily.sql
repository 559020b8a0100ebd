-- Grain: one row per ad and day (source_system, source_instance, ad_account_id, stat_date, campaign_id, ad_group_id, ad_id).
-- Why: UTM values stand in the ad's address, its tracking template or the suffix; of the last two the closest to the ad counts.

with

figures as (

    select * from {{ ref('stg_google_ads__figures_daily') }}

),

ads as (

    select * from {{ ref('base_google_ads__ad_history') }}

),

ad_groups as (

    select * from {{ ref('base_google_ads__ad_group_history') }}

),

campaigns as (

    select * from {{ ref('base_google_ads__campaign_history') }}

),

accounts as (

    select * from {{ ref('base_google_ads__account_history') }}

),

described as (

    select
        figures.source_system,
        figures.source_instance,
        figures.ad_account_id,
        figures.stat_date,
        figures.campaign_id,
        figures.ad_group_id,
        figures.ad_id,
        figures.impressions,
        figures.clicks,
        figures.cost,
        figures.currency,
        figures.conversions,
        case
            when figures.campaign_id = '(unassigned)' then '(unassigned) Google Ads'
            else coalesce(campaigns.campaign_name, figures.campaign_name)
        end as campaign_name,
        coalesce(ad_groups.ad_group_name, figures.ad_group_name) as ad_group_name,
        ads.ad_name,
        nullif(
            regexp_extract(translate(ads.final_urls, '"' || chr(39), ''), '^[^a-zA-Z]*([a-zA-Z]+://.*?)(]|, *[a-zA-Z]+://.*)?$', 1), ''
        ) as landing_url,
        coalesce(
            ads.tracking_url_template,
            ad_groups.tracking_url_template,
            campaigns.tracking_url_template,
            accounts.tracking_url_template
        ) as tracking_url_template,
        coalesce(
            ads.final_url_suffix, ad_groups.final_url_suffix, campaigns.final_url_suffix, accounts.final_url_suffix
        ) as final_url_suffix
    from figures
    left join ads
        on figures.source_instance = ads.source_instance and figures.ad_id = ads.ad_id
    left join ad_groups
        on figures.source_instance = ad_groups.source_instance and figures.ad_group_id = ad_groups.ad_group_id
    left join campaigns
        on figures.source_instance = campaigns.source_instance and figures.campaign_id = campaigns.campaign_id
    left join accounts
        on figures.source_instance = accounts.source_instance and figures.ad_account_id = replace(accounts.ad_account_id, '-', '')

),

-- Placeholders that the row itself can fill in are filled in.
tracked as (

    select
        {% for parameter in ['utm_source', 'utm_medium', 'utm_campaign'] %}
        replace(
            replace(
                replace(
                    coalesce(
                        {{ url_parameter('landing_url', parameter) }},
                        {{ url_parameter('tracking_url_template', parameter) }},
                        {{ url_parameter("'?' || final_url_suffix", parameter) }}
                    ),
                    '{campaignid}', coalesce(nullif(campaign_id, '(unassigned)'), '{campaignid}')
                ),
                '{adgroupid}', coalesce(ad_group_id, '{adgroupid}')
            ),
            '{creative}', coalesce(ad_id, '{creative}')
        ) as {{ parameter }},
        {% endfor %}
        *
    from described

),

final as (

    select
        source_system,
        source_instance,
        false as is_deleted,
        ad_account_id,
        stat_date,
        campaign_id,
        ad_group_id,
        ad_id,
        'google_ads' as platform,
        campaign_name,
        ad_group_name,
        ad_name,
        landing_url,
        -- A value with a placeholder left in it differs from click to click.
        case when position('{' in utm_source) = 0 then utm_source end as utm_source,
        case when position('{' in utm_medium) = 0 then utm_medium end as utm_medium,
        case when position('{' in utm_campaign) = 0 then utm_campaign end as utm_campaign,
        impressions,
        clicks,
        cost,
        currency,
        conversions as platform_conversions
    from tracked

)

select * from final
