-- Grain: one row per marketing touch (touch_key).

with

touches as (

    select * from {{ ref('int_engagement__touches') }}

),

contents as (

    select * from {{ ref('dim_contents') }}

),

final as (

    select
        -- keys
        touches.touch_key,
        touches.person_key,
        touches.account_key,
        touches.campaign_key,
        contents.content_key,
        -- dimensions
        touches.touch_type,
        touches.channel,
        touches.source_system,
        -- dates
        touches.touch_date,
        -- timestamps
        touches.touched_at
    from touches
    left join contents on touches.content_key = contents.content_key

)

select * from final
