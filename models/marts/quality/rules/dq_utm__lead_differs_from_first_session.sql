-- Grain: one row per lead or MA record whose tags are not those of its person's first session (source_system, entity_type, failing_key).

with

record_tags as (

    select * from {{ ref('dq_checked_record_tags') }}

),

final as (

    select
        'lead_utm_differs_from_first_session' as rule_id,
        source_system,
        record_type as entity_type,
        record_id as failing_key,
        comparison_text as detail,
        cast(1 as bigint) as record_count
    from record_tags
    where not is_same

)

select * from final
