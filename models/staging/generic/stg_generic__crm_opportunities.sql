-- Grain: one row per opportunity (source_system, source_instance, opportunity_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_opportunities') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_opportunities') }}

)

select * from final
