-- Grain: one row per engagement of a contact (source_system, source_instance, engagement_id, contact_id).

with

landed as (

    {{ read_landed_table('hubspot', 'engagement_contact') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'engagement_contact') }}

)

select * from final
