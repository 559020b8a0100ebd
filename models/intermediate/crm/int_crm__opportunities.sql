-- Grain: one row per CRM opportunity (deal) (source_system, source_instance, opportunity_id).

{{ union_of_systems('crm_opportunities') }}
