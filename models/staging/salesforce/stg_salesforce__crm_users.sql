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

-- The narrower word decides: "Inside Sales" is not "Sales", and CS and SDR count only as words of their own.
final as (

    select
        source_system,
        source_instance,
        is_deleted,
        user_id,
        user_name,
        email,
        team,
        case
            when
                regexp_extract(
                    team_words, 'inside|インサイド|(^|[^a-z])[sb]drs?([^a-z]|$)', 0
                ) != ''
                then 'inside_sales'
            when
                regexp_extract(
                    team_words,
                    'customer ?success|カスタマーサクセス|(^|[^a-z])csm?s?([^a-z]|$)',
                    0
                ) != ''
                then 'customer_success'
            when regexp_extract(team_words, 'marketing|マーケ', 0) != '' then 'marketing'
            when regexp_extract(team_words, 'sales|account executive|営業|セールス', 0) != '' then 'sales'
            else 'other'
        end as role,
        is_active
    from users_with_team

)

select * from final
