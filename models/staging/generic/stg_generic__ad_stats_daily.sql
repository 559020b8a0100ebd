-- Grain: one row per ad and day (source_system, source_instance, ad_account_id, stat_date, campaign_id, ad_group_id, ad_id).

with

landed as (

    {{ read_landed_table('generic', 'ad_stats_daily') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ad_stats_daily') }}

)

select * from final
