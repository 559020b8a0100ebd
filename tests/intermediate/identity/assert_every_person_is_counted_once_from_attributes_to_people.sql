-- Mapping attributes neither loses nor doubles a person: the two models hold the same people, record for record.

with

person_attributes as (

    select * from {{ ref('int_identity__person_attributes') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

)

select
    person_attributes.person_key as attributed_person_key,
    people.person_key,
    person_attributes.record_count as attributed_record_count,
    people.record_count
from person_attributes
full outer join people on person_attributes.person_key = people.person_key
where
    person_attributes.person_key is null
    or people.person_key is null
    or person_attributes.record_count != people.record_count
