-- Grain: one row per pipeline (source_system, source_instance, pipeline_id).

with

landed as (

    {{ read_landed_table('hubspot', 'deal_pipeline') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal_pipeline') }}

)

select * from final
