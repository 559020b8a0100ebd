-- Grain: one row per e-mail event (source_system, source_instance, email_event_id).

{{ union_of_systems('ma_email_events') }}
