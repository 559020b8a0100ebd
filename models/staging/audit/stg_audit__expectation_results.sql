-- Grain: one row per audit rule and system that the last audit judged (rule_id, source_system).
{{ config(tags=['after_audit']) }}

{{ read_landing_record('expectation_results', {
    'run_id': 'string', 'rule_id': 'string', 'source_system': 'string', 'status': 'string', 'is_worse': 'boolean',
    'checked_count': 'bigint', 'failing_count': 'bigint', 'failing_share': 'double', 'previous_share': 'double',
    'example_keys': 'string'
}, step='audit') }}
