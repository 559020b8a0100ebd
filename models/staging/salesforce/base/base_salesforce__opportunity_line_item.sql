-- Grain: one row per product line (source_system, source_instance, line_item_id).

with

landed as (

    {{ read_landed_table('salesforce', 'opportunity_line_item') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('opportunity_line_item', ['line_item_id', 'opportunity_id', 'product_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'opportunity_line_item') }}

)

select * from final
