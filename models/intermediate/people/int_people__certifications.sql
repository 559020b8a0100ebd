-- Grain: one row per certificate of a colleague (source_system, source_instance, person_id, certification_id).

{{ union_of_systems('people_certifications') }}
