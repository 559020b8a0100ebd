-- Label propagation has ended: no edge is left over between two entities. A longer chain of evidence needs one more round.

with

edges as (

    select * from {{ ref('int_identity__edges') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

)

select
    edges.from_identifier_key,
    edges.to_identifier_key,
    edges.link_reason,
    origins.entity_key as from_entity_key,
    targets.entity_key as to_entity_key
from edges
inner join entities as origins on edges.from_identifier_key = origins.identifier_key
inner join entities as targets on edges.to_identifier_key = targets.identifier_key
where origins.entity_key != targets.entity_key
