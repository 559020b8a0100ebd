-- Grain: one row per reporting day of e-mail events and landed file (source_system, source_instance, event_date, landed_file).

{{ landed_event_days('hubspot', 'email_event', 'occurred_at') }}
