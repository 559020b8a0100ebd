-- Grain: one row per creative and day (source_system, source_instance, stat_date, creative_id).
-- Why: an id may come as urn:li:sponsoredCampaign:123 in one table and as 123 in another.

with

landed as (

    {{ read_landed_table('linkedin_ads', 'ad_analytics_by_creative') }}

),

numbered as (

    select
        {{ landed_columns_with('linkedin_ads', 'ad_analytics_by_creative', {'creative_id': "regexp_extract(creative_id, '[^:]+$', 0)"}) }}
    from landed

),

final as (

    {{ latest_version_per_key('numbered', 'linkedin_ads', 'ad_analytics_by_creative') }}

)

select * from final
