-- Grain: one row per version of a subscription item (source_system, source_instance, subscription_item_id, valid_from).

with

landed as (

    {{ read_landed_table('generic', 'billing_subscriptions') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'billing_subscriptions') }}

)

select * from final
