-- Grain: one row per owner (source_system, source_instance, owner_id).

with

landed as (

    {{ read_landed_table('hubspot', 'owner') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'owner') }}

)

select * from final
