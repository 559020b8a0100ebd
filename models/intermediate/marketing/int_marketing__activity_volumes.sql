-- Grain: one row per month and kind of marketing activity (source_system, source_instance, activity_month, activity_type).

{{ union_of_systems('marketing_activity_volumes') }}
