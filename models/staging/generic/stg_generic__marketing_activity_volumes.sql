-- Grain: one row per month and activity (source_system, source_instance, activity_month, activity_type).

with

landed as (

    {{ read_landed_table('generic', 'marketing_activity_volumes') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'marketing_activity_volumes') }}

)

select * from final
