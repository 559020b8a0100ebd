-- Grain: one row per account (source_system, source_instance, ad_account_id).
-- Why: the version that changed last counts; the day of loading decides only where no version says when it began.
-- An id may come as urn:li:sponsoredCampaign:123 in one table and as 123 in another.

with

landed as (

    {{ read_landed_table('linkedin_ads', 'account_history') }}

),

dated_by_version as (

    select
        {{ landed_columns_with('linkedin_ads', 'account_history', {'loaded_at': "coalesce(updated_at, loaded_at)"}) }}
    from landed

),

numbered as (

    select
        {{ landed_columns_with('linkedin_ads', 'account_history', {'ad_account_id': "regexp_extract(ad_account_id, '[^:]+$', 0)"}) }}
    from dated_by_version

),

final as (

    {{ latest_version_per_key('numbered', 'linkedin_ads', 'account_history') }}

)

select * from final
