-- Grain: one row per audit rule (rule_id).

{{ replaced_seed('audit_rules', ['rule_id']) }}
