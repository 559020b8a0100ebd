-- Grain: one row per form submission (source_system, source_instance, submission_id).

with

landed as (

    {{ read_landed_table('generic', 'ma_form_submissions') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_form_submissions') }}

)

select * from final
