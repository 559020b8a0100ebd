-- Grain: one row per send job of a marketing e-mail (source_system, source_instance, email_id).

with

landed as (

    {{ read_landed_table('hubspot', 'email_campaign') }}

),

final as (

    {{ latest_version_per_key('landed', 'hubspot', 'email_campaign') }}

)

select * from final
