-- Grain: one row per rule (rule_order).

{{ overlaid_seed('title_levels', ['rule_order']) }}
