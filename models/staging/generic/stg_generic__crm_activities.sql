-- Grain: one row per sales activity (source_system, source_instance, activity_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_activities') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_activities') }}

)

select * from final
