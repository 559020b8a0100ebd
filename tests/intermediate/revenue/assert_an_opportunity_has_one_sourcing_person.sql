-- An opportunity with people has exactly one sourcing person, and its source row names that person.

with

opportunity_people as (

    select * from {{ ref('int_revenue__opportunity_people') }}

),

opportunity_sources as (

    select * from {{ ref('int_revenue__opportunity_sources') }}

),

sourcing_people as (

    select
        opportunity_key,
        sum(case when is_sourcing then 1 else 0 end) as sourcing_count,
        max(case when is_sourcing then person_key end) as sourcing_person_key
    from opportunity_people
    group by opportunity_key

)

select
    opportunity_sources.opportunity_key,
    sourcing_people.sourcing_count,
    sourcing_people.sourcing_person_key as linked_person_key,
    opportunity_sources.sourcing_person_key
from opportunity_sources
left join sourcing_people on opportunity_sources.opportunity_key = sourcing_people.opportunity_key
where
    sourcing_people.sourcing_count != 1
    or sourcing_people.sourcing_person_key is distinct from opportunity_sources.sourcing_person_key
