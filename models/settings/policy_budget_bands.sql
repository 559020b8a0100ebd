-- Grain: one row per budget band (budget_band).

{{ replaced_seed('budget_bands', ['budget_band']) }}
