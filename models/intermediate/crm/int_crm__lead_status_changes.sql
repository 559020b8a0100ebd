-- Grain: one row per change of a lead's status (source_system, source_instance, lead_id, changed_at, to_status).

{{ union_of_systems('crm_lead_status_changes') }}
