-- Grain: one row per survey response (source_system, source_instance, response_id).

{{ union_of_systems('survey_responses') }}
