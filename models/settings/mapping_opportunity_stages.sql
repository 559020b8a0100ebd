-- Grain: one row per stage word of an opportunity (source_system, pipeline, source_value).

{{ overlaid_seed('opportunity_stages', ['source_system', 'pipeline', 'source_value']) }}
