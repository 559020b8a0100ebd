-- Grain: one row per region word (source_value).

{{ overlaid_seed('regions', ['source_value']) }}
