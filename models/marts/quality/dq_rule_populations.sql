-- Grain: one row per consistency rule and system that has something for it to check (rule_id, source_system).
-- A rule that found nothing to check has one row, of system `*` and with a count of 0.

with

audit_rules as (

    select * from {{ ref('policy_audit_rules') }}
    where expectation = 'failing_rows'

),

checked_counts as (

    select * from {{ ref('dq_checked_counts') }}

),

failing_rows as (

    select * from {{ ref('dq_failing_rows') }}

),

failing_counts as (

    select
        rule_id,
        source_system,
        sum(record_count) as failing_count
    from failing_rows
    group by rule_id, source_system

),

rules_by_system as (

    select
        audit_rules.rule_id,
        coalesce(checked_counts.source_system, '*') as source_system,
        coalesce(checked_counts.checked_count, 0) as checked_count
    from audit_rules
    left join checked_counts on audit_rules.population = checked_counts.population

),

final as (

    select
        -- dimensions
        rules_by_system.rule_id,
        rules_by_system.source_system,
        -- measures
        rules_by_system.checked_count,
        cast(coalesce(failing_counts.failing_count, 0) as bigint) as failing_count,
        {{ ratio('coalesce(failing_counts.failing_count, 0)', 'rules_by_system.checked_count') }} as failing_share
    from rules_by_system
    left join failing_counts
        on
            rules_by_system.rule_id = failing_counts.rule_id
            and rules_by_system.source_system = failing_counts.source_system

)

select * from final
