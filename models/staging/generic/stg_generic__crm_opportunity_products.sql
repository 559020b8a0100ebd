-- Grain: one row per product line of an opportunity (source_system, source_instance, opportunity_id, product_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_opportunity_products') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_opportunity_products') }}

)

select * from final
