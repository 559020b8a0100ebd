-- Grain: one row per identifier of a person (identifier_key).

with

entities as (

    select * from {{ ref('int_identity__entities') }}

),

edges as (

    select * from {{ ref('int_identity__edges') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

link_reasons as (

    select
        from_identifier_key as identifier_key,
        link_reason
    from edges
    union all
    select
        to_identifier_key as identifier_key,
        link_reason
    from edges

),

first_reasons as (

    select
        identifier_key,
        min(link_reason) as link_reason
    from link_reasons
    group by identifier_key

),

final as (

    select
        -- keys
        entities.identifier_key,
        entities.entity_key as person_key,
        -- dimensions
        entities.identifier_type,
        {{ hashed_identifier('entities.identifier_value') }} as identifier_value_hash,
        nullif(entities.source_system, '') as source_system,
        coalesce(first_reasons.link_reason, 'only_identifier') as link_reason,
        -- timestamps
        entities.created_at as linked_at
    from entities
    inner join people on entities.entity_key = people.person_key
    left join first_reasons on entities.identifier_key = first_reasons.identifier_key
    where entities.entity_type = 'person'

)

select * from final
