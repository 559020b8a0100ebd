-- Grain: one row per family of audit rules and system (family, source_system).
-- Empty where the audit step has not run on this warehouse.
{{ config(tags=['after_audit']) }}

with

expectation_results as (

    select * from {{ ref('dq_expectation_results') }}

),

ranked as (

    select
        *,
        case light when 'red' then 3 when 'amber' then 2 else 1 end as light_rank,
        row_number() over (
            partition by family, source_system
            order by
                case light when 'red' then 3 when 'amber' then 2 else 1 end desc nulls last,
                failing_share desc nulls last,
                rule_id asc
        ) as badness_rank
    from expectation_results

),

counted as (

    select
        family,
        source_system,
        max(light_rank) as light_rank,
        count(*) as rule_count,
        sum(case when light = 'green' then 1 else 0 end) as green_count,
        sum(case when light = 'amber' then 1 else 0 end) as amber_count,
        sum(case when light = 'red' then 1 else 0 end) as red_count
    from ranked
    group by family, source_system

),

final as (

    select
        -- dimensions
        counted.family,
        counted.source_system,
        case counted.family
            when 'utm' then 'UTM tags'
            when 'ids' then 'Record ids'
            when 'figures' then 'Figures'
            else 'Landed data'
        end as family_name_en,
        case counted.family
            when 'utm' then 'UTMタグ'
            when 'ids' then 'ID連携'
            when 'figures' then '指標'
            else '取込データ'
        end as family_name_ja,
        case counted.light_rank when 3 then 'red' when 2 then 'amber' else 'green' end as light,
        case counted.light_rank when 3 then '赤' when 2 then '黄' else '緑' end as light_name_ja,
        case when counted.light_rank > 1 then ranked.rule_id end as worst_rule_id,
        case when counted.light_rank > 1 then ranked.name_en end as worst_rule_name_en,
        case when counted.light_rank > 1 then ranked.name_ja end as worst_rule_name_ja,
        case when counted.light_rank > 1 then ranked.how_to_mend end as how_to_mend,
        -- measures
        counted.rule_count,
        cast(counted.green_count as bigint) as green_count,
        cast(counted.amber_count as bigint) as amber_count,
        cast(counted.red_count as bigint) as red_count,
        case when counted.light_rank > 1 then ranked.checked_count end as worst_checked_count,
        case when counted.light_rank > 1 then ranked.failing_count end as worst_failing_count,
        case when counted.light_rank > 1 then ranked.failing_share end as worst_failing_share
    from counted
    inner join ranked
        on
            counted.family = ranked.family
            and counted.source_system = ranked.source_system
            and ranked.badness_rank = 1

)

select * from final
