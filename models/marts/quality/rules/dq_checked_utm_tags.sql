-- Grain: one row per system, kind of record and combination of tags as landed (tags_key).
-- What the UTM rules look at. Excludes: records without any UTM value or click id. Compared values are empty, never null.
{{ config(materialized='table') }}

with

form_submissions as (

    select * from {{ ref('int_ma__form_submissions') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

ma_people as (

    select * from {{ ref('int_ma__people') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

-- A pair without a medium is written with an empty one.
utm_taxonomy as (

    select
        utm_source,
        coalesce(utm_medium, '') as utm_medium,
        is_paid
    from {{ ref('policy_utm_taxonomy') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

ads as (

    select distinct
        source_system,
        platform,
        campaign_id,
        ad_group_id,
        ad_id,
        utm_source,
        utm_medium,
        utm_campaign
    from ad_stats

),

tagged_records as (

    select
        source_system,
        'ma_form_submission' as entity_type,
        utm_source,
        utm_medium,
        utm_campaign,
        {{ click_id_type('page_url') }} as click_id_type
    from form_submissions
    where not is_deleted
    union all
    select
        source_system,
        'crm_lead' as entity_type,
        utm_source,
        utm_medium,
        utm_campaign,
        case when click_id is not null then 'click_id' else '' end as click_id_type
    from leads
    where not is_deleted
    union all
    select
        source_system,
        'ma_person' as entity_type,
        utm_source,
        utm_medium,
        utm_campaign,
        '' as click_id_type
    from ma_people
    where not is_deleted
    union all
    select
        source_system,
        'ad' as entity_type,
        utm_source,
        utm_medium,
        utm_campaign,
        '' as click_id_type
    from ads

),

combinations as (

    select
        source_system,
        entity_type,
        utm_source as utm_source_original,
        utm_medium as utm_medium_original,
        utm_campaign as utm_campaign_original,
        click_id_type,
        coalesce({{ tracking_value('utm_source') }}, '') as utm_source,
        coalesce({{ tracking_value('utm_medium') }}, '') as utm_medium,
        coalesce({{ tracking_value('utm_campaign') }}, '') as utm_campaign,
        count(*) as record_count
    from tagged_records
    where utm_source is not null or utm_medium is not null or utm_campaign is not null or click_id_type != ''
    group by source_system, entity_type, utm_source, utm_medium, utm_campaign, click_id_type

),

-- Two visits of the same tags may differ in their referrer: a rule knows the tags where it knows one of them.
channels as (

    select
        utm_source,
        utm_medium,
        utm_campaign,
        click_id_type,
        bool_and(channel = '(unmapped)') as is_unmapped
    from utm_channels
    group by utm_source, utm_medium, utm_campaign, click_id_type

),

final as (

    select
        -- keys
        md5(
            combinations.source_system || '|' || combinations.entity_type
            || '|' || coalesce(combinations.utm_source_original, '') || '|' || coalesce(combinations.utm_medium_original, '')
            || '|' || coalesce(combinations.utm_campaign_original, '') || '|' || combinations.click_id_type
        ) as tags_key,
        -- dimensions
        combinations.source_system,
        combinations.entity_type,
        combinations.utm_source_original,
        combinations.utm_medium_original,
        combinations.utm_campaign_original,
        combinations.utm_source,
        combinations.utm_medium,
        combinations.utm_campaign,
        combinations.click_id_type,
        {{ masked_text(
            "'source=' || coalesce(combinations.utm_source_original, '')"
            ~ " || ' medium=' || coalesce(combinations.utm_medium_original, '')"
            ~ " || ' campaign=' || coalesce(combinations.utm_campaign_original, '')"
        ) }} as tags_text,
        -- flags
        coalesce(own_media.is_paid, any_media.is_paid) is not null as is_in_taxonomy,
        coalesce(own_media.is_paid, any_media.is_paid, false) as is_paid,
        coalesce(channels.is_unmapped, false) as is_unmapped,
        -- measures
        combinations.record_count
    from combinations
    left join utm_taxonomy as own_media
        on combinations.utm_source = own_media.utm_source and combinations.utm_medium = own_media.utm_medium
    left join utm_taxonomy as any_media
        on any_media.utm_source = '*' and combinations.utm_medium = any_media.utm_medium
    left join channels
        on
            combinations.utm_source = channels.utm_source
            and combinations.utm_medium = channels.utm_medium
            and combinations.utm_campaign = channels.utm_campaign
            and combinations.click_id_type = channels.click_id_type

)

select * from final
