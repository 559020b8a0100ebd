-- Grain: one row per line of the cost ledger (source_system, source_instance, cost_id).

{{ union_of_systems('finance_costs') }}
