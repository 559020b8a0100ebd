-- Grain: one row per visitor that is tied to too many people (visitor_key).
-- Why: a kiosk, a test device or a trade-show tablet says nothing about who used it (rule A16).

with

visitor_evidence as (

    select * from {{ ref('int_identity__visitor_evidence') }}

),

people_by_visitor as (

    select
        visitor_key,
        visitor_id,
        count(distinct person_key) as person_count
    from visitor_evidence
    group by visitor_key, visitor_id

),

final as (

    select
        visitor_key,
        visitor_id,
        person_count
    from people_by_visitor
    where person_count > {{ var('max_people_per_visitor') }}

)

select * from final
