-- Grain: one row per person and certificate (source_system, source_instance, person_id, certification_id).

with

landed as (

    {{ read_landed_table('generic', 'people_certifications') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'people_certifications') }}

)

select * from final
