-- No identifier is lost or doubled between int_identity__identifiers and int_identity__entities.

with

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

)

select
    identifiers.identifier_key,
    count(entities.entity_key) as entity_count
from identifiers
left join entities on identifiers.identifier_key = entities.identifier_key
group by identifiers.identifier_key
having count(entities.entity_key) != 1
