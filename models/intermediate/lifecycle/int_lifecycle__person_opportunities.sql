-- Grain: one row per person with their first new-business opportunity (person_key).

with

opportunity_people as (

    select * from {{ ref('int_revenue__opportunity_people') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

ranked as (

    select
        opportunity_people.person_key,
        opportunities.opportunity_key,
        opportunities.source_system,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.created_at,
        opportunities.close_date,
        row_number() over (
            partition by opportunity_people.person_key
            order by opportunities.created_at, opportunities.opportunity_key
        ) as opportunity_rank
    from opportunity_people
    inner join opportunities on opportunity_people.opportunity_key = opportunities.opportunity_key
    where opportunities.opportunity_type = 'new_business'

),

final as (

    select
        -- keys
        person_key,
        opportunity_key as first_opportunity_key,
        -- dimensions
        source_system,
        -- dates
        case when is_won then close_date end as won_date,
        case when is_closed and not is_won then close_date end as lost_date,
        -- timestamps
        created_at as opportunity_at
    from ranked
    where opportunity_rank = 1

)

select * from final
