-- Every failing record is counted in dq_rule_populations: a rule whose population lacks a system would lose that system's faults.

with

failing_rows as (

    select * from {{ ref('dq_failing_rows') }}

),

rule_populations as (

    select * from {{ ref('dq_rule_populations') }}

),

listed as (

    select
        rule_id,
        sum(record_count) as listed_count
    from failing_rows
    group by rule_id

),

counted as (

    select
        rule_id,
        sum(failing_count) as counted_count
    from rule_populations
    group by rule_id

)

select
    listed.rule_id,
    listed.listed_count,
    counted.counted_count
from listed
left join counted on listed.rule_id = counted.rule_id
where coalesce(counted.counted_count, 0) != listed.listed_count
