-- Grain: one row per campaign group (source_system, source_instance, campaign_group_id).
-- Why: the version that changed last counts; the day of loading decides only where no version says when it began.
-- An id may come as urn:li:sponsoredCampaign:123 in one table and as 123 in another.

with

landed as (

    {{ read_landed_table('linkedin_ads', 'campaign_group_history') }}

),

dated_by_version as (

    select
        {{ landed_columns_with('linkedin_ads', 'campaign_group_history', {'loaded_at': "coalesce(updated_at, loaded_at)"}) }}
    from landed

),

numbered as (

    select
        {{ landed_columns_with('linkedin_ads', 'campaign_group_history', {
            'campaign_group_id': "regexp_extract(campaign_group_id, '[^:]+$', 0)"
        }) }}
    from dated_by_version

),

final as (

    {{ latest_version_per_key('numbered', 'linkedin_ads', 'campaign_group_history') }}

)

select * from final
