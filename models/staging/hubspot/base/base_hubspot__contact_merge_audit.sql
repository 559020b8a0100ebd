-- Grain: one row per merge of two contacts (source_system, source_instance, contact_id, merged_contact_id).

with

landed as (

    {{ read_landed_table('hubspot', 'contact_merge_audit') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'contact_merge_audit') }}

)

select * from final
