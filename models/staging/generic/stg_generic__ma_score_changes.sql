-- Grain: one row per change of a person's score (source_system, source_instance, ma_person_id, changed_at).

with

landed as (

    {{ read_landed_table('generic', 'ma_score_changes') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_score_changes') }}

)

select * from final
