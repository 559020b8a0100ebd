-- Grain: one row per change of a contact's status (source_system, source_instance, contact_id, changed_at, to_status).

{{ union_of_systems('crm_contact_status_changes') }}
