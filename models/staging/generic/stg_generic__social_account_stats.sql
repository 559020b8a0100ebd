-- Grain: one row per account and day (source_system, source_instance, account_id, platform, stat_date).

with

landed as (

    {{ read_landed_table('generic', 'social_account_stats') }}

),

final as (

    {{ latest_version_per_key('landed', 'generic', 'social_account_stats') }}

)

select * from final
