-- Grain: one row per day and finest thing with figures of its own (source_system, source_instance, ad_account_id, stat_date, campaign_id, ad_group_id, ad_id).
-- Why: the four tables overlap. Each figure counts once, at the finest level, and a day adds up to its coarsest table.
-- Excludes: rows that the loader marks as deleted.

{% set levels = {
    'ad_stats': ['campaign_name', 'ad_group_name', 'campaign_id', 'ad_group_id', 'ad_id'],
    'ad_group_stats': ['campaign_name', 'ad_group_name', 'campaign_id', 'ad_group_id'],
    'campaign_stats': ['campaign_name', 'campaign_id'],
    'account_stats': [],
} %}

with

ad_stats as (

    select * from {{ ref('base_google_ads__ad_stats') }}

),

ad_group_stats as (

    select * from {{ ref('base_google_ads__ad_group_stats') }}

),

campaign_stats as (

    select * from {{ ref('base_google_ads__campaign_stats') }}

),

account_stats as (

    select * from {{ ref('base_google_ads__account_stats') }}

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

-- Cost in whole units is read where there are no micros, and never divided.
segment_rows as (

    {% for table, texts in levels.items() %}
    select
        source_system,
        source_instance,
        {{ loop.index }} as level_rank,
        ad_account_id,
        currency_code,
        {% for text in levels['ad_stats'] %}
        {{ text if text in texts else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as {{ text }},
        {% endfor %}
        impressions,
        clicks,
        coalesce(cast(cost_micros * 0.000001 as decimal(28, 8)), cost_in_units) as cost,
        conversions,
        stat_date
    from {{ table }}
    where not is_deleted
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- What holds a thing, from the row or else from its history.
placed_rows as (

    select
        segment_rows.source_system,
        segment_rows.source_instance,
        segment_rows.level_rank,
        segment_rows.currency_code,
        segment_rows.campaign_name,
        segment_rows.ad_group_name,
        segment_rows.ad_id,
        segment_rows.impressions,
        segment_rows.clicks,
        segment_rows.cost,
        segment_rows.conversions,
        segment_rows.stat_date,
        coalesce(segment_rows.ad_group_id, ads.ad_group_id) as ad_group_id,
        coalesce(segment_rows.campaign_id, ad_groups.campaign_id) as campaign_id,
        replace(coalesce(segment_rows.ad_account_id, campaigns.ad_account_id), '-', '') as ad_account_id
    from segment_rows
    left join ads
        on segment_rows.source_instance = ads.source_instance and segment_rows.ad_id = ads.ad_id
    left join ad_groups
        on
            segment_rows.source_instance = ad_groups.source_instance
            and coalesce(segment_rows.ad_group_id, ads.ad_group_id) = ad_groups.ad_group_id
    left join campaigns
        on
            segment_rows.source_instance = campaigns.source_instance
            and coalesce(segment_rows.campaign_id, ad_groups.campaign_id) = campaigns.campaign_id

),

-- One row per thing and day: devices, networks and other segments added up.
figures_by_level as (

    select
        source_system,
        source_instance,
        level_rank,
        ad_group_id,
        ad_id,
        stat_date,
        max(campaign_id) as campaign_id,
        max(ad_account_id) as ad_account_id,
        max(currency_code) as currency_code,
        max(campaign_name) as campaign_name,
        max(ad_group_name) as ad_group_name,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(cost) as decimal(28, 8)) as cost,
        cast(sum(conversions) as decimal(28, 8)) as conversions
    from placed_rows
    group by
        source_system,
        source_instance,
        level_rank,
        ad_group_id,
        ad_id,
        stat_date,
        case level_rank when 3 then campaign_id when 4 then ad_account_id end

),

figures_in_currency as (

    select
        figures_by_level.*,
        upper(coalesce(
            accounts.currency_code,
            figures_by_level.currency_code,
            '{{ var("source_currency").get("google_ads") or var("reporting_currency") }}'
        )) as currency
    from figures_by_level
    left join accounts
        on
            figures_by_level.source_instance = accounts.source_instance
            and figures_by_level.ad_account_id = replace(accounts.ad_account_id, '-', '')

),

final as (

    {{ figures_at_finest_level('figures_in_currency', ['campaign_name', 'ad_group_name']) }}

)

select * from final
