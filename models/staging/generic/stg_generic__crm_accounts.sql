-- Grain: one row per company (source_system, source_instance, account_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_accounts') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_accounts') }}

)

select * from final
