-- Grain: one row per size band (size_band).

{{ replaced_seed('size_bands', ['size_band']) }}
