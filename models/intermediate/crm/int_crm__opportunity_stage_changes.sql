-- Grain: one row per change of an opportunity's stage (source_system, source_instance, opportunity_id, changed_at, to_stage).

{{ union_of_systems('crm_opportunity_stage_changes') }}
