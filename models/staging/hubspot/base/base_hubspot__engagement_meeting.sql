-- Grain: one row per meeting (source_system, source_instance, engagement_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_meeting') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_meeting') }}

)

select * from final
