-- Grain: one row per deal (source_system, source_instance, opportunity_id).

with

landed as (

    {{ read_landed_table('hubspot', 'deal') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal') }}

)

select * from final
