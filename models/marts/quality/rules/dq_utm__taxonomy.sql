-- Grain: one row per combination of tags that the taxonomy or the channel rules do not know (source_system, entity_type, failing_key).

with

utm_tags as (

    select * from {{ ref('dq_checked_utm_tags') }}

),

final as (

    select
        'utm_taxonomy' as rule_id,
        source_system,
        entity_type,
        tags_key as failing_key,
        tags_text || case when is_in_taxonomy then ': no channel rule fits' else ': not in the taxonomy' end as detail,
        record_count
    from utm_tags
    where (utm_source != '' or utm_medium != '') and (not is_in_taxonomy or is_unmapped)

)

select * from final
