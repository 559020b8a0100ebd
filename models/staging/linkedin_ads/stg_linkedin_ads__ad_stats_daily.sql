-- Grain: one row per ad and day (source_system, source_instance, ad_account_id, stat_date, campaign_id, ad_group_id, ad_id).
-- Why: LinkedIn's campaign group is a campaign, its campaign an ad group, its creative an ad. Each figure counts once, and a
-- campaign's day adds up to the campaign's own figures where these landed.
-- Excludes: rows that the loader marks as deleted; what LinkedIn shows as removed keeps its spend.

with

stats_by_creative as (

    select * from {{ ref('base_linkedin_ads__ad_analytics_by_creative') }}

),

stats_by_campaign as (

    select * from {{ ref('base_linkedin_ads__ad_analytics_by_campaign') }}

),

creatives as (

    select * from {{ ref('base_linkedin_ads__creative_history') }}

),

linkedin_campaigns as (

    select * from {{ ref('base_linkedin_ads__campaign_history') }}

),

campaign_groups as (

    select * from {{ ref('base_linkedin_ads__campaign_group_history') }}

),

accounts as (

    select * from {{ ref('base_linkedin_ads__account_history') }}

),

stat_rows as (

    {% for level_rank, table in [(1, 'stats_by_creative'), (2, 'stats_by_campaign')] %}
    {% set is_by_creative = level_rank == 1 %}
    select
        {{ table }}.source_system,
        {{ table }}.source_instance,
        {{ level_rank }} as level_rank,
        {{ 'creatives' if is_by_creative else table }}.linkedin_campaign_id as ad_group_id,
        {{ 'stats_by_creative.creative_id' if is_by_creative else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as ad_id,
        coalesce({{ table }}.impressions, 0) as impressions,
        coalesce({{ table }}.clicks, 0) as clicks,
        {{ table }}.cost_in_local_currency,
        {{ table }}.cost_in_usd,
        coalesce(
            {{ table }}.external_website_conversions,
            {{ table }}.external_website_post_click_conversions + {{ table }}.external_website_post_view_conversions,
            {{ table }}.external_website_post_click_conversions,
            {{ table }}.external_website_post_view_conversions
        ) as website_conversions,
        {{ table }}.one_click_leads,
        {{ table }}.stat_date
    from {{ table }}
    {% if is_by_creative %}
    left join creatives
        on stats_by_creative.source_instance = creatives.source_instance and stats_by_creative.creative_id = creatives.creative_id
    {% endif %}
    where not {{ table }}.is_deleted
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- The account's own currency where it is known; else dollars, where they landed.
placed as (

    select
        stat_rows.*,
        linkedin_campaigns.ad_account_id,
        linkedin_campaigns.campaign_group_id as campaign_id,
        accounts.currency_code,
        stat_rows.cost_in_usd is null
        or (stat_rows.cost_in_local_currency is not null and accounts.currency_code is not null) as is_local
    from stat_rows
    left join linkedin_campaigns
        on
            stat_rows.source_instance = linkedin_campaigns.source_instance
            and stat_rows.ad_group_id = linkedin_campaigns.linkedin_campaign_id
    left join accounts
        on
            linkedin_campaigns.source_instance = accounts.source_instance
            and linkedin_campaigns.ad_account_id = accounts.ad_account_id

),

figures_by_level as (

    select
        source_system,
        source_instance,
        level_rank,
        ad_account_id,
        campaign_id,
        ad_group_id,
        ad_id,
        impressions,
        clicks,
        case when is_local then cost_in_local_currency else cost_in_usd end as cost,
        upper(
            case
                when not is_local then 'USD'
                else coalesce(currency_code, '{{ var("source_currency").get("linkedin_ads") or var("reporting_currency") }}')
            end
        ) as currency,
        coalesce(website_conversions + one_click_leads, website_conversions, one_click_leads) as conversions,
        stat_date
    from placed

),

figures as (

    {{ figures_at_finest_level('figures_by_level') }}

),

described as (

    select
        figures.*,
        case
            when figures.campaign_id = '(unassigned)' then '(unassigned) LinkedIn Ads'
            else campaign_groups.campaign_group_name
        end as campaign_name,
        linkedin_campaigns.linkedin_campaign_name as ad_group_name,
        creatives.creative_name as ad_name,
        coalesce(creatives.click_uri, creatives.text_ad_landing_page, creatives.spotlight_landing_page) as landing_url
    from figures
    left join creatives
        on figures.source_instance = creatives.source_instance and figures.ad_id = creatives.creative_id
    left join linkedin_campaigns
        on
            figures.source_instance = linkedin_campaigns.source_instance
            and figures.ad_group_id = linkedin_campaigns.linkedin_campaign_id
    left join campaign_groups
        on figures.source_instance = campaign_groups.source_instance and figures.campaign_id = campaign_groups.campaign_group_id

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
        'linkedin_ads' as platform,
        campaign_name,
        ad_group_name,
        ad_name,
        landing_url,
        -- A value with a placeholder in it differs from click to click.
        {% for parameter in ['utm_source', 'utm_medium', 'utm_campaign'] %}
        case when position('{' in {{ url_parameter('landing_url', parameter) }}) = 0 then {{ url_parameter('landing_url', parameter) }} end
            as {{ parameter }},
        {% endfor %}
        impressions,
        clicks,
        cost,
        currency,
        conversions as platform_conversions
    from described

)

select * from final
