-- Every region word of an account is in seeds/mapping/regions.csv; what is listed counts as (unmapped).
{{ config(severity='warn') }}

with

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

regions as (

    select * from {{ ref('mapping_regions') }}

)

select
    accounts.region as region_original,
    count(*) as row_count
from accounts
left join regions on {{ folded_text('accounts.region') }} = regions.source_value
where accounts.region is not null and regions.source_value is null and not accounts.is_deleted
group by accounts.region
