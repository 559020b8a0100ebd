-- Grain: one row per channel (channel).

with

channels as (

    select * from {{ ref('mapping_channels') }}

),

final as (

    select
        channel,
        channel_group,
        name_en,
        name_ja,
        is_paid,
        is_marketing,
        is_digital,
        display_order
    from channels

)

select * from final
