-- Grain: one row per instant at which a visitor was known to be a person, in order (visitor_key, evidence_number).
-- Excludes: visitors tied to more than max_people_per_visitor people (int_identity__shared_visitors).

with

visitor_evidence as (

    select * from {{ ref('int_identity__visitor_evidence') }}

),

shared_visitors as (

    select * from {{ ref('int_identity__shared_visitors') }}

),

people_by_visitor as (

    select
        visitor_key,
        count(distinct person_key) as person_count
    from visitor_evidence
    group by visitor_key

),

final as (

    select
        -- keys
        visitor_evidence.visitor_key,
        visitor_evidence.person_key,
        -- dimensions
        visitor_evidence.source_system,
        visitor_evidence.visitor_id,
        visitor_evidence.link_reason,
        -- measures
        cast(row_number() over (
            partition by visitor_evidence.visitor_key
            order by visitor_evidence.linked_at, visitor_evidence.person_key, visitor_evidence.link_reason
        ) as bigint) as evidence_number,
        people_by_visitor.person_count,
        -- timestamps
        visitor_evidence.linked_at
    from visitor_evidence
    inner join people_by_visitor on visitor_evidence.visitor_key = people_by_visitor.visitor_key
    left join shared_visitors on visitor_evidence.visitor_key = shared_visitors.visitor_key
    where shared_visitors.visitor_key is null

)

select * from final
