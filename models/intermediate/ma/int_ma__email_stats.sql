-- Grain: one row per e-mail and day, for systems that give totals only (source_system, source_instance, email_id, stat_date).

{{ union_of_systems('ma_email_stats') }}
