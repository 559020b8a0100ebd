-- Grain: one row per invoice line (source_system, source_instance, invoice_line_id).

{{ union_of_systems('billing_invoices') }}
