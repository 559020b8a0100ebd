-- Grain: one row per invoice line (source_system, source_instance, invoice_line_id).

with

landed as (

    {{ read_landed_table('generic', 'billing_invoices') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'billing_invoices') }}

)

select * from final
