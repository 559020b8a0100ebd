-- Grain: one row per user of a CRM (owner_key).

with

users as (

    select * from {{ ref('int_crm__users') }}

),

final as (

    select
        -- keys
        {{ surrogate_key('crm_user', ['source_system', 'source_instance', 'user_id']) }} as owner_key,
        -- dimensions
        user_name,
        coalesce(team, '(unassigned)') as team,
        coalesce(role, 'other') as user_role,
        source_system,
        -- flags
        coalesce(is_active, true) and not is_deleted as is_active
    from users

)

select * from final
