-- Grain: one row per rate of exchange (source_system, source_instance, rate_date, from_currency, to_currency).

with

landed as (

    {{ read_landed_table('generic', 'finance_fx_rates') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'finance_fx_rates') }}

)

select * from final
