-- Grain: one row per ad and day (source_system, source_instance, ad_account_id, stat_date, campaign_id, ad_group_id, ad_id).

{{ union_of_systems('ad_stats_daily') }}
