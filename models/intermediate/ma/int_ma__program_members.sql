-- Grain: one row per member of a marketing automation programme (source_system, source_instance, program_id, ma_person_id).

{{ union_of_systems('ma_program_members') }}
