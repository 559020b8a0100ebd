-- Grain: one row per combination of tags not written in lower case and half width (source_system, entity_type, failing_key).

with

utm_tags as (

    select * from {{ ref('dq_checked_utm_tags') }}

),

final as (

    select
        'utm_case_and_width' as rule_id,
        source_system,
        entity_type,
        tags_key as failing_key,
        tags_text as detail,
        record_count
    from utm_tags
    where
        (utm_source_original != utm_source and utm_source != '')
        or (utm_medium_original != utm_medium and utm_medium != '')
        or (utm_campaign_original != utm_campaign and utm_campaign != '')

)

select * from final
