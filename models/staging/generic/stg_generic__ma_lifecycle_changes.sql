-- Grain: one row per change of a person's lifecycle stage (source_system, source_instance, ma_person_id, changed_at, to_stage).

with

landed as (

    {{ read_landed_table('generic', 'ma_lifecycle_changes') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_lifecycle_changes') }}

)

select * from final
