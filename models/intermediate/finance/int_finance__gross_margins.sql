-- Grain: one row per gross margin of a product category, valid from a day on (source_system, source_instance, valid_from, product_category).

{{ union_of_systems('finance_gross_margins') }}
