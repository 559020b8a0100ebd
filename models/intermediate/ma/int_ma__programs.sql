-- Grain: one row per programme of a marketing automation system (source_system, source_instance, program_id).

{{ union_of_systems('ma_programs') }}
