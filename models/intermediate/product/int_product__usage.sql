-- Grain: one row per account, day and product feature (source_system, source_instance, account_id, usage_date, feature).

{{ union_of_systems('product_usage') }}
