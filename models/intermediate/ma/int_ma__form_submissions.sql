-- Grain: one row per form submission (source_system, source_instance, submission_id).

{{ union_of_systems('ma_form_submissions') }}
