-- Grain: one row per visitor, person and kind of evidence that ties them (visitor_key, person_key, link_reason).
-- Excludes: visitors tied to more than max_people_per_visitor people (int_identity__shared_visitors).

with

timeline as (

    select * from {{ ref('int_identity__visitor_timeline') }}

),

final as (

    select
        -- keys
        visitor_key,
        person_key,
        -- dimensions
        source_system,
        visitor_id,
        link_reason,
        -- timestamps
        min(linked_at) as first_linked_at,
        max(linked_at) as last_linked_at
    from timeline
    group by visitor_key, person_key, source_system, visitor_id, link_reason

)

select * from final
