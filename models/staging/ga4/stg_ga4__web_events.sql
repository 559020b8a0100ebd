-- Grain: one row per web event (source_system, source_instance, web_event_id).
-- Excludes: rows of an intraday table on a day that a daily table holds.
-- Why: traffic_source is the visitor's first source and decides nothing here; the address is read downstream.

{%- set click_ids = ['gclid', 'gbraid', 'wbraid', 'dclid', 'fbclid', 'li_fat_id', 'msclkid', 'yclid'] %}
{%- set columns = [
    'source_system', 'source_instance', 'is_deleted', 'web_event_id', 'user_pseudo_id', 'user_id', 'event_name', 'analytics_storage',
    'device_category', 'country', 'hostname', 'ga_session_id', 'page_location', 'page_title', 'page_referrer', 'engagement_time_msec',
    'percent_scrolled', 'video_percent', 'video_url', 'video_title', 'link_url', 'file_name', 'content_id', 'form_id', 'form_name',
    'experiment_id', 'variant_id', 'param_source', 'param_medium', 'param_campaign', 'param_term', 'param_content', 'collected_source',
    'collected_medium', 'collected_campaign', 'collected_term', 'collected_content', 'collected_gclid', 'collected_dclid', 'param_gclid',
    'param_gbraid', 'param_wbraid', 'param_dclid', 'param_fbclid', 'param_li_fat_id', 'param_msclkid', 'param_yclid', 'occurred_at'
] %}

with

daily_events as (

    select * from {{ ref('base_ga4__events') }}

),

flat_events as (

    select * from {{ ref('base_ga4__event') }}

),

intraday_events as (

    select * from {{ ref('base_ga4__events_intraday') }}

),

all_events as (

    select {{ columns | join(', ') }} from daily_events
    union all
    select {{ columns | join(', ') }} from flat_events
    where not is_excluded
    union all
    select {{ columns | join(', ') }} from intraday_events
    where not is_excluded

),

-- What GA4 writes for "nothing" is no value.
cleaned as (

    select
        *,
        {%- for column in ['user_id', 'device_category', 'country', 'page_title'] %}
        {{ ga4_value(column) }} as known_{{ column }},
        {%- endfor %}
        {%- for field in ['source', 'medium', 'campaign', 'term', 'content'] %}
        coalesce({{ ga4_value('collected_' ~ field) }}, {{ ga4_value('param_' ~ field) }}) as utm_{{ field }},
        {%- endfor %}
        coalesce(collected_gclid, param_gclid) as gclid,
        coalesce(collected_dclid, param_dclid) as dclid,
        {%- for click_id in click_ids if click_id not in ['gclid', 'dclid'] %}
        param_{{ click_id }} as {{ click_id }},
        {%- endfor %}
        lower(analytics_storage) as consent_word
    from all_events

),

final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        web_event_id,
        user_pseudo_id as visitor_id,
        known_user_id as user_id,
        cast(null as {{ dbt.type_string() }}) as email,
        ga_session_id as session_id,
        -- dimensions
        event_name,
        page_location as page_url,
        known_page_title as page_title,
        page_referrer as referrer_url,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        coalesce({{ click_ids | join(', ') }}) as click_id,
        case
            {%- for click_id in click_ids %}
            when {{ click_id }} is not null then '{{ click_id }}'
            {%- endfor %}
        end as click_id_type,
        known_device_category as device_category,
        known_country as country,
        -- measures
        {{ ratio('engagement_time_msec', 1000) }} as engagement_seconds,
        case when percent_scrolled between 0 and 100 then {{ ratio('percent_scrolled', 100) }} end as scroll_share,
        case when video_percent between 0 and 100 then {{ ratio('video_percent', 100) }} end as video_share,
        -- what was read
        case
            when content_id is not null then content_id
            when event_name = 'file_download' then coalesce(file_name, link_url)
            when event_name in ('video_start', 'video_progress', 'video_complete') then coalesce(video_url, video_title)
        end as content_id,
        coalesce(form_id, form_name) as form_id,
        experiment_id,
        variant_id,
        hostname,
        -- flags
        cast(null as boolean) as is_bot,
        case
            when consent_word in ('yes', 'granted', 'true') then true
            when consent_word in ('no', 'denied', 'false') then false
        end as has_consent,
        -- timestamps
        occurred_at
    from cleaned

)

select * from final
