-- Grain: one row per pair of source and medium that the company uses (utm_source, utm_medium).

{{ replaced_seed('utm_taxonomy', ['utm_source', 'utm_medium']) }}
