-- Every reason for which a person was disqualified is in seeds/mapping/disqualified_reasons.csv; what is listed counts as (unmapped).
{{ config(severity='warn') }}

with

people as (

    select * from {{ ref('int_identity__people') }}

),

person_attributes as (

    select * from {{ ref('int_identity__person_attributes') }}

)

select
    person_attributes.disqualified_reason_original,
    count(*) as row_count
from people
inner join person_attributes on people.person_key = person_attributes.person_key
where people.disqualified_reason = '(unmapped)'
group by person_attributes.disqualified_reason_original
