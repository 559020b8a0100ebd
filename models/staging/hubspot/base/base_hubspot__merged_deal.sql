-- Grain: one row per merge of two deals (source_system, source_instance, opportunity_id, merged_opportunity_id).

with

landed as (

    {{ read_landed_table('hubspot', 'merged_deal') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'merged_deal') }}

)

select * from final
