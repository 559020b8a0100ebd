-- Grain: one row per gross margin (source_system, source_instance, valid_from, product_category).

with

landed as (

    {{ read_landed_table('generic', 'finance_gross_margins') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'finance_gross_margins') }}

)

select * from final
