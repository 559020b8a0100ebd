-- Grain: one row per CRM contact record (source_system, source_instance, contact_id).

{{ union_of_systems('crm_contacts') }}
