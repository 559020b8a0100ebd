-- Grain: one row per reporting day of web events and landed file (source_system, source_instance, event_date, landed_file).
{{ config(materialized='view') }}

{{ union_of_systems('web_event_days') }}
