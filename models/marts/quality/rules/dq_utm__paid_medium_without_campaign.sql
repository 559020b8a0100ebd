-- Grain: one row per combination of paid tags that name no campaign (source_system, entity_type, failing_key).

with

utm_tags as (

    select * from {{ ref('dq_checked_utm_tags') }}

),

final as (

    select
        'paid_medium_without_campaign' as rule_id,
        source_system,
        entity_type,
        tags_key as failing_key,
        tags_text as detail,
        record_count
    from utm_tags
    where is_paid and utm_campaign = ''

)

select * from final
