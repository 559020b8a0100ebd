-- Grain: one row per team (source_system, source_instance, team_id).

with

landed as (

    {{ read_landed_table('hubspot', 'team') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'team') }}

)

select * from final
