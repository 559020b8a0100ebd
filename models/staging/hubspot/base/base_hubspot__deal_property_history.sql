-- Grain: one row per change of a deal's property (source_system, source_instance, opportunity_id, property_name, changed_at).

with

landed as (

    {{ read_landed_table('hubspot', 'deal_property_history') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal_property_history') }}

)

select * from final
