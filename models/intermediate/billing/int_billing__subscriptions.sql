-- Grain: one row per version of a subscription item, valid from a day on (source_system, source_instance, subscription_item_id, valid_from).

{{ union_of_systems('billing_subscriptions') }}
