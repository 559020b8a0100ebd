-- Grain: one row per system, kind of record and combination of tags as landed, judged (tags_key).
-- What the UTM rules look at. Compared values are empty, never null.
{{ config(materialized='table') }}

with

combinations as (

    select * from {{ ref('dq_tagged_records') }}

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
        combinations.tags_key,
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
