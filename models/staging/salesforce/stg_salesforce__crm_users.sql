-- Grain: one row per user (source_system, source_instance, user_id).

with

users as (

    select * from {{ ref('base_salesforce__user') }}

),

user_roles as (

    select * from {{ ref('base_salesforce__user_role') }}

),

users_with_team as (

    select
        users.source_system,
        users.source_instance,
        users.is_deleted,
        users.user_id,
        users.user_name,
        users.email,
        coalesce(user_roles.role_name, users.role_name) as team,
        {{ folded_text('coalesce(user_roles.role_name, users.role_name)') }} as team_words,
        users.is_active
    from users
    left join user_roles
        on users.source_system = user_roles.source_system
            and users.source_instance = user_roles.source_instance
            and users.user_role_id = user_roles.user_role_id

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        user_id,
        user_name,
        email,
        team,
        {{ user_role('team_words') }} as role,
        is_active
    from users_with_team

)

select * from final
