-- Grain: one row per CRM lead record (source_system, source_instance, lead_id).

{{ union_of_systems('crm_leads') }}
