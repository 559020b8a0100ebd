-- Grain: one row per cost line (source_system, source_instance, cost_id).

with

landed as (

    {{ read_landed_table('generic', 'finance_costs') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'finance_costs') }}

)

select * from final
