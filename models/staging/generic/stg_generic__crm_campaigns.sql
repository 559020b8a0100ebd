-- Grain: one row per campaign (source_system, source_instance, campaign_id).

with

landed as (

    {{ read_landed_table('generic', 'crm_campaigns') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'crm_campaigns') }}

)

select * from final
