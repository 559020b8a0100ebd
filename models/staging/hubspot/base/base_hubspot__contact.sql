-- Grain: one row per contact (source_system, source_instance, contact_id).

with

landed as (

    {{ read_landed_table('hubspot', 'contact') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'contact') }}

)

select * from final
