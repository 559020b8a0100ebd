-- Grain: one row per rule (rule_order).

{{ overlaid_seed('channel_rules', ['rule_order']) }}
