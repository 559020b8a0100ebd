-- Grain: one row per reason word (source_value).

{{ overlaid_seed('disqualified_reasons', ['source_value']) }}
