-- Grain: one row per campaign type word (source_system, source_value).

{{ overlaid_seed('campaign_types', ['source_system', 'source_value']) }}
