-- Grain: one row per event (event_name).

{{ replaced_seed('conversion_events', ['event_name']) }}
