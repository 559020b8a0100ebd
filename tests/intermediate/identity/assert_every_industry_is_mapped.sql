-- Every industry word of a person or an account is in seeds/mapping/industries.csv; what is listed counts as (unmapped).
{{ config(severity='warn') }}

with

people as (

    select * from {{ ref('int_identity__people') }}

),

person_attributes as (

    select * from {{ ref('int_identity__person_attributes') }}

),

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

industries as (

    select * from {{ ref('mapping_industries') }}

),

unmapped as (

    select person_attributes.industry_original
    from people
    inner join person_attributes on people.person_key = person_attributes.person_key
    where people.industry = '(unmapped)' and person_attributes.industry_original is not null
    union all
    select accounts.industry as industry_original
    from accounts
    left join industries on {{ folded_text('accounts.industry') }} = industries.source_value
    where accounts.industry is not null and industries.source_value is null and not accounts.is_deleted

)

select
    industry_original,
    count(*) as row_count
from unmapped
group by industry_original
