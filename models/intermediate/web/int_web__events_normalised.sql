-- Grain: one row per web event that counts (source_system, source_instance, web_event_id).
-- Excludes: deleted events, and events without a readable time.
{{ config(materialized='view') }}

with

events as (

    select * from {{ ref('int_web__events') }}

),

-- What the event itself does not say is told by the address of the page.
addressed as (

    select
        *,
        coalesce({{ host_of_url('hostname') }}, {{ url_host('page_url') }}) as page_host,
        {{ url_path('page_url') }} as page_path,
        coalesce({{ url_host('referrer_url') }}, {{ host_of_url('referrer_url') }}) as any_referrer_host,
        coalesce(utm_source, {{ url_parameter('page_url', 'utm_source') }}) as utm_source_original,
        coalesce(utm_medium, {{ url_parameter('page_url', 'utm_medium') }}) as utm_medium_original,
        coalesce(utm_campaign, {{ url_parameter('page_url', 'utm_campaign') }}) as utm_campaign_original,
        coalesce(utm_content, {{ url_parameter('page_url', 'utm_content') }}) as utm_content_original,
        coalesce(utm_term, {{ url_parameter('page_url', 'utm_term') }}) as utm_term_original,
        coalesce(click_id, {{ click_id_value('page_url') }}) as any_click_id,
        coalesce({{ folded_text('click_id_type') }}, nullif({{ click_id_type('page_url') }}, '')) as any_click_id_type
    from events
    where not is_deleted and occurred_at is not null

),

final as (

    select
        -- keys
        {{ surrogate_key('web_event', ['source_system', 'source_instance', 'web_event_id']) }} as hit_key,
        case
            when {{ is_identifier('visitor_id') }}
                then {{ surrogate_key('visitor', ['source_system', 'source_instance', 'visitor_id']) }}
        end as visitor_key,
        source_system,
        source_instance,
        web_event_id,
        case when {{ is_identifier('visitor_id') }} then visitor_id end as visitor_id,
        case when {{ is_identifier('user_id') }} then user_id end as user_id,
        {{ normalised_email('email') }} as email_normalised,
        case when {{ is_identifier('session_id') }} then session_id end as session_id,
        -- dimensions
        coalesce({{ word_of('event_name') }}, '(not set)') as event_name,
        page_host as hostname,
        page_path,
        page_url,
        page_title,
        case when any_referrer_host like '%.%' and any_referrer_host not like '%@%' then any_referrer_host end as referrer_host,
        utm_source_original,
        utm_medium_original,
        utm_campaign_original,
        utm_content_original,
        utm_term_original,
        {{ tracking_value('utm_source_original') }} as utm_source,
        {{ tracking_value('utm_medium_original') }} as utm_medium,
        {{ tracking_value('utm_campaign_original') }} as utm_campaign,
        {{ tracking_value('utm_content_original') }} as utm_content,
        {{ tracking_value('utm_term_original') }} as utm_term,
        any_click_id as click_id,
        case when any_click_id is not null then any_click_id_type end as click_id_type,
        {{ word_of('device_category') }} as device_category,
        country,
        content_id,
        form_id,
        experiment_id,
        variant_id,
        -- flags
        coalesce(is_bot, false) as is_bot,
        has_consent,
        -- measures
        case when engagement_seconds >= 0 then engagement_seconds end as engagement_seconds,
        case when scroll_share between 0 and 1 then scroll_share end as scroll_share,
        case when video_share between 0 and 1 then video_share end as video_share,
        -- dates
        {{ to_reporting_date('occurred_at') }} as event_date,
        -- timestamps
        occurred_at
    from addressed

)

select * from final
