-- Every type of a campaign or programme is in seeds/mapping/campaign_types.csv; what is listed counts as (unmapped).
{{ config(severity='warn') }}

with

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

campaign_types as (

    select * from {{ ref('mapping_campaign_types') }}

),

words as (

    select
        source_system,
        campaign_type as type_original
    from crm_campaigns
    where campaign_type is not null and not is_deleted
    union all
    select
        source_system,
        program_type as type_original
    from ma_programs
    where program_type is not null and not is_deleted

)

select
    words.source_system,
    words.type_original,
    count(*) as row_count
from words
left join campaign_types
    on
        {{ folded_text('words.type_original') }} = campaign_types.source_value
        and campaign_types.source_system in ('*', words.source_system)
where campaign_types.source_value is null
group by words.source_system, words.type_original
