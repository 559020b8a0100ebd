-- Grain: one row per ad group, day and segment (source_system, source_instance, stat_date, ad_group_id, row_id, device, ad_network_type, keyword, click_type, conversion_action, hour_of_day, custom_segment).

with

landed as (

    {{ read_landed_table('google_ads', 'ad_group_stats') }}

),

with_ids_of_paths as (

    select
        {{ landed_columns_with('google_ads', 'ad_group_stats', {
            'campaign_id': "coalesce(campaign_id, nullif(regexp_extract(campaign_resource, '[^/]+$', 0), ''))"
        }) }}
    from landed

),

final as (

    {{ latest_version_per_key('with_ids_of_paths', 'google_ads', 'ad_group_stats') }}

)

select * from final
