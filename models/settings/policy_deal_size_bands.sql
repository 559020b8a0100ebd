-- Grain: one row per deal-size band (deal_size_band).

{{ replaced_seed('deal_size_bands', ['deal_size_band']) }}
