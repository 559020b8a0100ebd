-- Grain: one row per country word (source_value).

{{ overlaid_seed('countries', ['source_value']) }}
