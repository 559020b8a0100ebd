-- Grain: one row per rule (rule_order).

{{ overlaid_seed('content_rules', ['rule_order']) }}
