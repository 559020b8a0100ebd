-- Grain: one row per call (source_system, source_instance, engagement_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_call') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_call') }}

)

select * from final
