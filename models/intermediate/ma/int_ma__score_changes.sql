-- Grain: one row per change of a person's score (source_system, source_instance, ma_person_id, changed_at).

{{ union_of_systems('ma_score_changes') }}
