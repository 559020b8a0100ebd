-- Grain: one row per contact of an opportunity (source_system, source_instance, opportunity_id, contact_id).

with

contact_roles as (

    select * from {{ ref('base_salesforce__opportunity_contact_role') }}

),

-- One contact may hold several roles: a living one goes first, then the primary one, then the earliest.
ranked as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, opportunity_id, contact_id
            order by
                is_deleted asc,
                is_primary desc nulls last,
                created_at asc nulls last,
                contact_role_id asc
        ) as role_rank
    from contact_roles
    where opportunity_id is not null and contact_id is not null

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        contact_id,
        role,
        is_primary,
        created_at
    from ranked
    where role_rank = 1

)

select * from final
