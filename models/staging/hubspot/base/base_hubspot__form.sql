-- Grain: one row per form (source_system, source_instance, form_id).

with

landed as (

    {{ read_landed_table('hubspot', 'form') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'form') }}

)

select * from final
