-- Grain: one row per rule (rule_order).

{{ overlaid_seed('traffic_filters', ['rule_order']) }}
