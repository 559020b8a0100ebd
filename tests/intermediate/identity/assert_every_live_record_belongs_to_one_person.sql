-- Every record that is not deleted and was created by as_of belongs to exactly one person.

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

)

select
    person_records.record_key,
    count(people.person_key) as person_count
from person_records
left join entities on person_records.record_key = entities.identifier_key
left join people on entities.entity_key = people.person_key
where
    not person_records.is_deleted
    and coalesce(
        {{ to_reporting_date('coalesce(person_records.created_at, person_records.updated_at)') }}, {{ as_of_date() }}
    ) <= {{ as_of_date() }}
group by person_records.record_key
having count(people.person_key) != 1
