-- Grain: one row per web event (source_system, source_instance, web_event_id).
{{ config(materialized='view') }}

{{ union_of_systems('web_events') }}
