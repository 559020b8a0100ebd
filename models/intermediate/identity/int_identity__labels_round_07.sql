-- Grain: one row per identifier (identifier_key).
-- Why: one table per round of label propagation keeps each join planned on real sizes, on every engine.

{{ propagated_labels(ref('int_identity__labels_round_06')) }}
