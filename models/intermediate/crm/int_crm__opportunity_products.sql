-- Grain: one row per product of an opportunity (source_system, source_instance, opportunity_id, product_id).

{{ union_of_systems('crm_opportunity_products') }}
