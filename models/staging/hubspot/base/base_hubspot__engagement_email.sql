-- Grain: one row per sales e-mail (source_system, source_instance, engagement_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_email') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_email') }}

)

select * from final
