-- Grain: one row per owner (source_system, source_instance, user_id).
-- Why: records name their owner by owner id, which is another number than the user's.

with

owners as (

    select * from {{ ref('base_hubspot__owner') }}

),

users as (

    select * from {{ ref('base_hubspot__users') }}

),

teams as (

    select * from {{ ref('base_hubspot__team') }}

),

owner_teams as (

    select * from {{ ref('base_hubspot__owner_team') }}

),

primary_teams as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, owner_id
            order by is_deleted asc, is_primary desc nulls last, team_id asc
        ) as team_rank
    from owner_teams

),

owners_with_team as (

    select
        owners.*,
        teams.team_name,
        {{ folded_text('teams.team_name') }} as team_words
    from owners
    left join primary_teams
        on
            owners.source_system = primary_teams.source_system
            and owners.source_instance = primary_teams.source_instance
            and owners.owner_id = primary_teams.owner_id
            and primary_teams.team_rank = 1
    left join users
        on
            owners.source_system = users.source_system
            and owners.source_instance = users.source_instance
            and owners.hubspot_user_id = users.hubspot_user_id
    left join teams
        on
            owners.source_system = teams.source_system
            and owners.source_instance = teams.source_instance
            and coalesce(primary_teams.team_id, users.team_id) = teams.team_id

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        owner_id as user_id,
        nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), '') as user_name,
        email,
        team_name as team,
        case when team_words is not null then {{ user_role('team_words') }} end as role,
        coalesce(is_active, not is_deleted) as is_active
    from owners_with_team

)

select * from final
