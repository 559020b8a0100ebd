-- Grain: one row per page and tags that an own page links to (source_system, entity_type, failing_key).
-- Why: a tag on a link between own pages puts itself in the place of the visit's true source.

with

page_tags as (

    select * from {{ ref('dq_checked_page_tags') }}

),

final as (

    select
        'utm_on_internal_link' as rule_id,
        source_system,
        'page' as entity_type,
        page_tags_key as failing_key,
        {{ masked_text('page') }} || ' ' || tags_text as detail,
        view_count as record_count
    from page_tags
    where is_internal_link

)

select * from final
