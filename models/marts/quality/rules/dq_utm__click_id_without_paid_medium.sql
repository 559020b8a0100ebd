-- Grain: one row per combination of tags with an ad's click id and a medium that is not paid (source_system, entity_type, failing_key).
-- A click id without any medium is in order: the platform tagged the click by itself.

with

utm_tags as (

    select * from {{ ref('dq_checked_utm_tags') }}

),

final as (

    select
        'click_id_without_paid_medium' as rule_id,
        source_system,
        entity_type,
        tags_key as failing_key,
        tags_text || ' ' || click_id_type as detail,
        record_count
    from utm_tags
    where click_id_type != '' and utm_medium != '' and is_in_taxonomy and not is_paid

)

select * from final
