-- Grain: one row per contact's role in an opportunity (source_system, source_instance, opportunity_id, contact_id).

{{ union_of_systems('crm_opportunity_contacts') }}
