-- Grain: one row per campaign, day and segment (source_system, source_instance, stat_date, campaign_id, row_id, device, ad_network_type, click_type, conversion_action, hour_of_day, custom_segment).

with

landed as (

    {{ read_landed_table('google_ads', 'campaign_stats') }}

),

final as (

    {{ latest_version_per_key('landed', 'google_ads', 'campaign_stats') }}

)

select * from final
