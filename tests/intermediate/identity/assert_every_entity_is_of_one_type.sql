-- All identifiers of an entity are of one type, one of them is canonical, and their number is the one stated.

with

entities as (

    select * from {{ ref('int_identity__entities') }}

)

select
    entity_key,
    count(distinct entity_type) as type_count,
    sum(case when is_canonical then 1 else 0 end) as canonical_count,
    count(*) as identifier_count
from entities
group by entity_key
having
    count(distinct entity_type) != 1
    or sum(case when is_canonical then 1 else 0 end) != 1
    or max(identifier_count) != count(*)
