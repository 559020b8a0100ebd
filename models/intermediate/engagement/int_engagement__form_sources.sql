-- Grain: one row per form submission with the source that brought the visit (submission_key).
-- Where the form passed on no UTM value, the address of its page tells.

with

form_submissions as (

    select * from {{ ref('int_ma__form_submissions') }}

),

tracked as (

    select
        {{ surrogate_key('form_submission', ['source_system', 'source_instance', 'submission_id']) }} as submission_key,
        source_system,
        content_id,
        page_url,
        {{ click_id_type('page_url') }} as click_id_type,
        {{ tracking_value('utm_source') }} as utm_source,
        {{ tracking_value('utm_medium') }} as utm_medium,
        {{ tracking_value('utm_campaign') }} as utm_campaign,
        {{ tracking_value(url_parameter('page_url', 'utm_source')) }} as page_utm_source,
        {{ tracking_value(url_parameter('page_url', 'utm_medium')) }} as page_utm_medium,
        {{ tracking_value(url_parameter('page_url', 'utm_campaign')) }} as page_utm_campaign,
        submitted_at
    from form_submissions
    where not is_deleted

),

-- The values of one visit belong together: they come from the form, or else all from the address.
chosen as (

    select
        *,
        coalesce(utm_source, utm_medium, utm_campaign) is not null as has_own_values
    from tracked

),

final as (

    select
        -- keys
        submission_key,
        -- dimensions
        source_system,
        case when has_own_values then utm_source else page_utm_source end as utm_source,
        case when has_own_values then utm_medium else page_utm_medium end as utm_medium,
        case when has_own_values then utm_campaign else page_utm_campaign end as utm_campaign,
        click_id_type,
        content_id,
        page_url,
        -- timestamps
        submitted_at
    from chosen

)

select * from final
