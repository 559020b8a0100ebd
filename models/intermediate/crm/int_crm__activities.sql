-- Grain: one row per sales activity (source_system, source_instance, activity_id).

{{ union_of_systems('crm_activities') }}
