-- Grain: one row per system, kind of record and combination of tags as landed (tags_key).
-- Excludes: records without any UTM value or click id; bots and internal traffic.
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

hits as (

    select * from {{ ref('int_web__hits') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where exclusion_reason is null

),

-- A session counts once for each combination that its hits carry; what does not decide its source is left out.
session_tags as (

    select distinct
        hits.source_system,
        hits.session_key,
        hits.utm_source_original,
        hits.utm_medium_original,
        hits.utm_campaign_original,
        coalesce(hits.click_id_type, '') as click_id_type
    from hits
    inner join sessions on hits.session_key = sessions.session_key
    where
        hits.event_name not in ('session_start', 'first_visit')
        and (
            hits.utm_source_original is not null
            or hits.utm_medium_original is not null
            or hits.utm_campaign_original is not null
            or hits.click_id_type is not null
        )

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
        coalesce({{ click_id_type('page_url') }}, '') as click_id_type
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
    union all
    select
        source_system,
        'web_session' as entity_type,
        utm_source_original as utm_source,
        utm_medium_original as utm_medium,
        utm_campaign_original as utm_campaign,
        click_id_type
    from session_tags

),

combinations as (

    select
        source_system,
        entity_type,
        utm_source as utm_source_original,
        utm_medium as utm_medium_original,
        utm_campaign as utm_campaign_original,
        click_id_type,
        count(*) as record_count
    from tagged_records
    where utm_source is not null or utm_medium is not null or utm_campaign is not null or click_id_type != ''
    group by source_system, entity_type, utm_source, utm_medium, utm_campaign, click_id_type

),

final as (

    select
        -- keys
        md5(
            source_system || '|' || entity_type
            || '|' || coalesce(utm_source_original, '') || '|' || coalesce(utm_medium_original, '')
            || '|' || coalesce(utm_campaign_original, '') || '|' || click_id_type
        ) as tags_key,
        -- dimensions
        source_system,
        entity_type,
        utm_source_original,
        utm_medium_original,
        utm_campaign_original,
        coalesce({{ tracking_value('utm_source_original') }}, '') as utm_source,
        coalesce({{ tracking_value('utm_medium_original') }}, '') as utm_medium,
        coalesce({{ tracking_value('utm_campaign_original') }}, '') as utm_campaign,
        click_id_type,
        -- measures
        record_count
    from combinations

)

select * from final
