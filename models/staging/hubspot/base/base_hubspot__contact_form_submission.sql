-- Grain: one row per form submission (source_system, source_instance, submission_id).

with

landed as (

    {{ read_landed_table('hubspot', 'contact_form_submission') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'contact_form_submission') }}

)

select * from final
