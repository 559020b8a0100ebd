-- Grain: one row per team of an owner (source_system, source_instance, owner_id, team_id).

with

landed as (

    {{ read_landed_table('hubspot', 'owner_team') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'owner_team') }}

)

select * from final
