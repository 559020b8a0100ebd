-- Grain: one row per account (source_system, source_instance, ad_account_id).
-- Why: the version that changed last counts; the day of loading decides only where no version says when it began.

with

landed as (

    {{ read_landed_table('google_ads', 'account_history') }}

),

dated_by_version as (

    select
        {{ landed_columns_with('google_ads', 'account_history', {'loaded_at': "coalesce(updated_at, loaded_at)"}) }}
    from landed

),

final as (

    {{ latest_version_per_key('dated_by_version', 'google_ads', 'account_history') }}

)

select * from final
