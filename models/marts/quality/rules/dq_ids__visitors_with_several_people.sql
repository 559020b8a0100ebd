-- Grain: one row per visitor who is known to be several people (source_system, entity_type, failing_key).

with

visitors as (

    select * from {{ ref('dq_checked_visitors') }}

),

final as (

    select
        'visitors_with_several_people' as rule_id,
        '*' as source_system,
        'visitor' as entity_type,
        visitor_key as failing_key,
        cast(person_count as {{ dbt.type_string() }}) || ' people in one browser' as detail,
        cast(1 as bigint) as record_count
    from visitors
    where person_count > 1

)

select * from final
