-- Grain: one row per person record of a marketing automation system (source_system, source_instance, ma_person_id).

{{ union_of_systems('ma_people') }}
