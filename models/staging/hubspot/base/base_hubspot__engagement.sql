-- Grain: one row per engagement (source_system, source_instance, engagement_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement') }}

)

select * from final
