-- Grain: one row per association of a deal and a company (source_system, source_instance, opportunity_id, account_id, association_category, association_type_id).

with

landed as (

    {{ read_landed_table('hubspot', 'deal_company') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal_company') }}

)

select * from final
