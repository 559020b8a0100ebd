-- Grain: one row per user of a CRM (source_system, source_instance, user_id).

{{ union_of_systems('crm_users') }}
