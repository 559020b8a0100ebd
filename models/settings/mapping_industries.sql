-- Grain: one row per industry word (source_value).

{{ overlaid_seed('industries', ['source_value']) }}
