-- Grain: one row per user (source_system, source_instance, user_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_users') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_users') }}

)

select * from final
