-- Grain: one row per e-mail and day (source_system, source_instance, email_id, stat_date).

with

landed as (

    {{ read_landed_table('generic', 'ma_email_stats') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'ma_email_stats') }}

)

select * from final
