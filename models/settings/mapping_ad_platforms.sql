-- Grain: one row per ad platform (platform).

{{ overlaid_seed('ad_platforms', ['platform']) }}
