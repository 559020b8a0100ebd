-- Grain: one row per person with the channel that brought them (person_key).
-- The first touch up to first_touch_grace_hours after the lead date; without one, the lead source of the oldest record.

with

people as (

    select * from {{ ref('int_identity__people') }}

),

touches as (

    select * from {{ ref('int_engagement__touches') }}

),

early_touches as (

    select
        touches.person_key,
        touches.touch_key,
        touches.channel,
        touches.campaign_key,
        row_number() over (partition by touches.person_key order by touches.touched_at, touches.touch_key) as touch_rank
    from touches
    inner join people on touches.person_key = people.person_key
    where
        touches.touched_at
        <= {{ dbt.dateadd('hour', var('first_touch_grace_hours'), 'people.first_seen_at') }}

),

final as (

    select
        -- keys
        people.person_key,
        early_touches.touch_key as first_touch_key,
        early_touches.campaign_key,
        -- dimensions
        coalesce(early_touches.channel, people.lead_source_channel) as channel,
        case
            when early_touches.touch_key is not null then 'first_touch'
            when people.lead_source_channel != '(unassigned)' then 'lead_source'
            else 'none'
        end as channel_reason
    from people
    left join early_touches on people.person_key = early_touches.person_key and early_touches.touch_rank = 1

)

select * from final
