-- Grain: one row per audit rule and system (rule_id, source_system).
-- Empty where the audit step has not run on this warehouse.
{{ config(tags=['after_audit']) }}

with

recorded_results as (

    select * from {{ ref('stg_audit__expectation_results') }}

),

audit_rules as (

    select * from {{ ref('policy_audit_rules') }}

),

final as (

    select
        -- dimensions
        recorded_results.rule_id,
        recorded_results.source_system,
        audit_rules.family,
        audit_rules.name_en,
        audit_rules.name_ja,
        audit_rules.table_name,
        audit_rules.column_name,
        audit_rules.severity,
        recorded_results.status as audit_status,
        case
            when recorded_results.status in ('fail', 'block') or recorded_results.is_worse then 'red'
            when recorded_results.status = 'warn' and recorded_results.failing_share >= audit_rules.red_share then 'red'
            when recorded_results.status = 'warn' and audit_rules.severity != 'info' then 'amber'
            else 'green'
        end as light,
        recorded_results.example_keys,
        audit_rules.how_to_mend,
        recorded_results.run_id,
        -- flags
        recorded_results.is_worse,
        -- measures
        recorded_results.checked_count,
        recorded_results.failing_count,
        recorded_results.failing_share,
        audit_rules.max_count,
        audit_rules.max_share,
        recorded_results.previous_share,
        audit_rules.worsening_margin
    from recorded_results
    inner join audit_rules on recorded_results.rule_id = audit_rules.rule_id

)

select * from final
