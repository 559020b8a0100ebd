-- Grain: one row per entry of a deal into a stage (source_system, source_instance, opportunity_id, stage_id, entered_at).

with

landed as (

    {{ read_landed_table('hubspot', 'deal_stage') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal_stage') }}

)

select * from final
