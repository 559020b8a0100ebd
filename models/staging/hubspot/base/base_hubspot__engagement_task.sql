-- Grain: one row per task (source_system, source_instance, engagement_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_task') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_task') }}

)

select * from final
