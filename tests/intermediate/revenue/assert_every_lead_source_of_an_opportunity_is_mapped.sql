-- Every lead source of an opportunity is in seeds/mapping/lead_sources.csv; what is listed counts as channel (unmapped).
{{ config(severity='warn') }}

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

)

select
    source_system,
    lead_source,
    count(*) as row_count
from opportunities
where lead_source_channel = '(unmapped)'
group by source_system, lead_source
