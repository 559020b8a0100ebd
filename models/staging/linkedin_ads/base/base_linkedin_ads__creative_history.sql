-- Grain: one row per creative (source_system, source_instance, creative_id).
-- Why: the version that changed last counts; the day of loading decides only where no version says when it began.
-- An id may come as urn:li:sponsoredCampaign:123 in one table and as 123 in another.

with

landed as (

    {{ read_landed_table('linkedin_ads', 'creative_history') }}

),

dated_by_version as (

    select
        * {{ except_columns(['loaded_at']) }},
        coalesce(updated_at, loaded_at) as loaded_at
    from landed

),

numbered as (

    select
        * {{ except_columns(['creative_id', 'linkedin_campaign_id']) }},
        regexp_extract(creative_id, '[^:]+$') as creative_id,
        regexp_extract(linkedin_campaign_id, '[^:]+$') as linkedin_campaign_id
    from dated_by_version

),

final as (

    {{ latest_version_per_key('numbered', 'linkedin_ads', 'creative_history') }}

)

select * from final
