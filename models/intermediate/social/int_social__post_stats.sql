-- Grain: one row per social media post and day (source_system, source_instance, post_id, stat_date).

{{ union_of_systems('social_post_stats') }}
