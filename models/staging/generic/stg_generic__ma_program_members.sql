-- Grain: one row per member of a programme (source_system, source_instance, program_id, ma_person_id).

with

landed as (

    {{ read_landed_table('generic', 'ma_program_members') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_program_members') }}

)

select * from final
