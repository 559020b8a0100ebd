-- Grain: one row per form submission of a known person (touch_key).

with

form_people as (

    select * from {{ ref('int_identity__form_people') }}

),

form_sources as (

    select * from {{ ref('int_engagement__form_sources') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

campaign_utms as (

    select * from {{ ref('int_engagement__campaign_utms') }}

),

final as (

    select
        -- keys
        form_people.submission_key as touch_key,
        form_people.person_key,
        campaign_utms.campaign_key,
        {{ content_key(url_host('form_sources.page_url'), url_path('form_sources.page_url'), 'form_sources.content_id') }} as content_key,
        -- dimensions
        'form_submission' as touch_type,
        coalesce(utm_channels.channel, '(unmapped)') as channel,
        form_sources.source_system,
        -- timestamps
        form_people.submitted_at as touched_at
    from form_people
    inner join form_sources on form_people.submission_key = form_sources.submission_key
    left join utm_channels
        on {{ hashed_utm_values(
            "coalesce(form_sources.utm_source, '')",
            "coalesce(form_sources.utm_medium, '')",
            "coalesce(form_sources.utm_campaign, '')",
            'form_sources.click_id_type',
            "''"
        ) }} = utm_channels.utm_key
    left join campaign_utms on form_sources.utm_campaign = campaign_utms.utm_campaign

)

select * from final
