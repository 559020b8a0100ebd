-- Grain: one row per survey response (source_system, source_instance, response_id).

with

landed as (

    {{ read_landed_table('generic', 'survey_responses') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'survey_responses') }}

)

select * from final
