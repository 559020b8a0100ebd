-- Grain: one row per social media account and day (source_system, source_instance, account_id, platform, stat_date).

{{ union_of_systems('social_account_stats') }}
