-- Grain: one row per change of a contact's property (source_system, source_instance, contact_id, property_name, changed_at).

with

landed as (

    {{ read_landed_table('hubspot', 'contact_property_history') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'contact_property_history') }}

)

select * from final
