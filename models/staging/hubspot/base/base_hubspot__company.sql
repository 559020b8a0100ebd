-- Grain: one row per company (source_system, source_instance, account_id).

with

landed as (

    {{ read_landed_table('hubspot', 'company') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'company') }}

)

select * from final
