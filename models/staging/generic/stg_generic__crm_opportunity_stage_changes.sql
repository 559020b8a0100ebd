-- Grain: one row per change of an opportunity's stage (source_system, source_instance, opportunity_id, changed_at, to_stage).

with

landed as (

    {{ read_landed_table('generic', 'crm_opportunity_stage_changes') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_opportunity_stage_changes') }}

)

select * from final
