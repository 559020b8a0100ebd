-- Grain: one row per stage of a pipeline (source_system, source_instance, stage_id, pipeline_id).

with

landed as (

    {{ read_landed_table('hubspot', 'deal_pipeline_stage') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal_pipeline_stage') }}

)

select * from final
