-- Grain: one row per status word of a lead or person (source_system, source_value).

{{ overlaid_seed('lead_stages', ['source_system', 'source_value']) }}
