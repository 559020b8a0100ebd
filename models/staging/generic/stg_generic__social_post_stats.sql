-- Grain: one row per post and day (source_system, source_instance, post_id, stat_date).

with

landed as (

    {{ read_landed_table('generic', 'social_post_stats') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'social_post_stats') }}

)

select * from final
