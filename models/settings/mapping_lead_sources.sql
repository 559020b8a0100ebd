-- Grain: one row per lead source word (source_system, source_value).

{{ overlaid_seed('lead_sources', ['source_system', 'source_value']) }}
