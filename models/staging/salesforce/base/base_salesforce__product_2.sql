-- Grain: one row per product (source_system, source_instance, product_id).

with

landed as (

    {{ read_landed_table('salesforce', 'product_2') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('product_2', ['product_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'product_2') }}

)

select * from final
