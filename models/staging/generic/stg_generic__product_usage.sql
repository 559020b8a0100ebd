-- Grain: one row per account, day and feature (source_system, source_instance, account_id, usage_date, feature).

with

landed as (

    {{ read_landed_table('generic', 'product_usage') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'product_usage') }}

)

select * from final
