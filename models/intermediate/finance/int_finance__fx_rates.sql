-- Grain: one row per pair of currencies and day (source_system, source_instance, rate_date, from_currency, to_currency).

{{ union_of_systems('finance_fx_rates') }}
