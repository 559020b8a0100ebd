-- Grain: one row per attribute value (attribute, value).

{{ replaced_seed('target_profile', ['attribute', 'value']) }}
