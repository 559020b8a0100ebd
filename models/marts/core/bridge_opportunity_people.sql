-- Grain: one row per opportunity and person who takes part in it (opportunity_key, person_key).

with

opportunity_people as (

    select * from {{ ref('int_revenue__opportunity_people') }}

),

final as (

    select
        opportunity_key,
        person_key,
        contact_role as role,
        link_reason,
        is_primary,
        is_sourcing
    from opportunity_people

)

select * from final
