-- Grain: one row per user (source_system, source_instance, hubspot_user_id).

with

landed as (

    {{ read_landed_table('hubspot', 'users') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'users') }}

)

select * from final
