-- Grain: one row per channel (channel).

{{ overlaid_seed('channels', ['channel']) }}
