-- Grain: one row per campaign and day (source_system, source_instance, stat_date, linkedin_campaign_id).
-- Why: an id may come as urn:li:sponsoredCampaign:123 in one table and as 123 in another.

with

landed as (

    {{ read_landed_table('linkedin_ads', 'ad_analytics_by_campaign') }}

),

numbered as (

    select
        {{ landed_columns_with('linkedin_ads', 'ad_analytics_by_campaign', {
            'linkedin_campaign_id': "regexp_extract(linkedin_campaign_id, '[^:]+$', 0)"
        }) }}
    from landed

),

final as (

    {{ latest_version_per_key('numbered', 'linkedin_ads', 'ad_analytics_by_campaign') }}

)

select * from final
