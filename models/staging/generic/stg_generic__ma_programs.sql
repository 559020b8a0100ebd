-- Grain: one row per marketing programme (source_system, source_instance, program_id).

with

landed as (

    {{ read_landed_table('generic', 'ma_programs') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_programs') }}

)

select * from final
