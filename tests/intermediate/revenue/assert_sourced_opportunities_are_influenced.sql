-- What marketing sourced, it also influenced; and only new business is marketing-sourced.

with

opportunity_sources as (

    select * from {{ ref('int_revenue__opportunity_sources') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

)

select
    opportunity_sources.opportunity_key,
    opportunities.opportunity_type,
    opportunity_sources.is_marketing_sourced,
    opportunity_sources.is_marketing_influenced
from opportunity_sources
inner join opportunities on opportunity_sources.opportunity_key = opportunities.opportunity_key
where
    opportunity_sources.is_marketing_sourced
    and (not opportunity_sources.is_marketing_influenced or opportunities.opportunity_type != 'new_business')
