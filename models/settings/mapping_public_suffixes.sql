-- Grain: one row per suffix (suffix).

{{ overlaid_seed('public_suffixes', ['suffix']) }}
