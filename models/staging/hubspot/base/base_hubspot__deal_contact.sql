-- Grain: one row per association of a deal and a contact (source_system, source_instance, opportunity_id, contact_id, association_category, association_type_id).

with

landed as (

    {{ read_landed_table('hubspot', 'deal_contact') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'deal_contact') }}

)

select * from final
