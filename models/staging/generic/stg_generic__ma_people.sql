-- Grain: one row per person (source_system, source_instance, ma_person_id).

with

landed as (

    {{ read_landed_table('generic', 'ma_people') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_people') }}

)

select * from final
