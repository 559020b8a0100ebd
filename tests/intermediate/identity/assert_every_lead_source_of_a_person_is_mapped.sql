-- Every lead source of a person is in seeds/mapping/lead_sources.csv; what is listed counts as channel (unmapped).
{{ config(severity='warn') }}

with

people as (

    select * from {{ ref('int_identity__people') }}

),

person_attributes as (

    select * from {{ ref('int_identity__person_attributes') }}

)

select
    person_attributes.lead_source_system,
    person_attributes.lead_source_original,
    count(*) as row_count
from people
inner join person_attributes on people.person_key = person_attributes.person_key
where people.lead_source_channel = '(unmapped)'
group by person_attributes.lead_source_system, person_attributes.lead_source_original
