-- Grain: one row per stage and kind of evidence (stage, source_system, evidence).

{{ replaced_seed('stage_evidence', ['stage', 'source_system', 'evidence']) }}
