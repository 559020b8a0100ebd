-- Grain: one row per reporting day of e-mail events and landed file (source_system, source_instance, event_date, landed_file).
{{ config(materialized='view') }}

{{ union_of_systems('ma_email_event_days') }}
