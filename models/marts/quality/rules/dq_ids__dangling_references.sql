-- Grain: one row per reference to a record that never landed (source_system, entity_type, failing_key).

with

checked_references as (

    select * from {{ ref('dq_checked_references') }}

),

final as (

    select
        'dangling_references' as rule_id,
        source_system,
        entity_type,
        record_id || '|' || reference_type || case when source_instance = 'main' then '' else '@' || source_instance end
            as failing_key,
        {{ masked_text("reference_type || ' names ' || target_type || ' ' || target_id || ', which never landed'") }} as detail,
        cast(1 as bigint) as record_count
    from checked_references
    where not is_found

)

select * from final
