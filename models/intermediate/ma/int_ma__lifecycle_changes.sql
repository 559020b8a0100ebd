-- Grain: one row per change of a person's lifecycle stage (source_system, source_instance, ma_person_id, changed_at, to_stage).

{{ union_of_systems('ma_lifecycle_changes') }}
