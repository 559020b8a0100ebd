-- Grain: one row per identifier with the person, account, opportunity or campaign that it belongs to (identifier_key).
-- The entity's key is the hash of its canonical identifier: a record before an e-mail, then the earliest, then the smallest id.

with

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

),

labels as (

    select * from {{ ref('int_identity__labels_round_08') }}

),

ranked as (

    select
        identifiers.*,
        labels.label,
        row_number() over (
            partition by labels.label
            order by
                identifiers.identifier_priority,
                identifiers.created_at nulls last,
                identifiers.identifier_value,
                identifiers.identifier_key
        ) as canonical_rank,
        count(*) over (partition by labels.label) as identifier_count
    from identifiers
    inner join labels on identifiers.identifier_key = labels.identifier_key

),

canonical as (

    select
        label,
        md5(entity_type || '|' || identifier_type || '|' || source_system || '|' || source_instance || '|' || identifier_value)
            as entity_key
    from ranked
    where canonical_rank = 1

),

final as (

    select
        -- keys
        ranked.identifier_key,
        canonical.entity_key,
        -- dimensions
        ranked.entity_type,
        ranked.identifier_type,
        ranked.source_system,
        ranked.source_instance,
        ranked.identifier_value,
        -- flags
        ranked.is_deleted,
        ranked.canonical_rank = 1 as is_canonical,
        -- measures
        ranked.identifier_count,
        -- timestamps
        ranked.created_at
    from ranked
    inner join canonical on ranked.label = canonical.label

)

select * from final
