-- Grain: one row per opportunity with the person and channel that sourced it (opportunity_key).
-- Touches count within sourcing_window_days before its creation and up to first_touch_grace_hours after the person's lead date.

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

opportunity_people as (

    select * from {{ ref('int_revenue__opportunity_people') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

touches as (

    select * from {{ ref('int_engagement__touches') }}

),

channels as (

    select * from {{ ref('mapping_channels') }}

),

sourcing_touches as (

    select
        opportunities.opportunity_key,
        touches.touch_key,
        touches.channel,
        touches.campaign_key,
        row_number() over (
            partition by opportunities.opportunity_key order by touches.touched_at, touches.touch_key
        ) as touch_rank
    from opportunities
    inner join opportunity_people
        on opportunities.opportunity_key = opportunity_people.opportunity_key and opportunity_people.is_sourcing
    inner join people on opportunity_people.person_key = people.person_key
    inner join touches on people.person_key = touches.person_key
    where
        touches.touched_at >= {{ dbt.dateadd('day', -1 * var('sourcing_window_days'), 'opportunities.created_at') }}
        and touches.touched_at <= opportunities.created_at
        and touches.touched_at <= {{ dbt.dateadd('hour', var('first_touch_grace_hours'), 'people.first_seen_at') }}

),

influencing_touches as (

    select distinct opportunities.opportunity_key
    from opportunities
    inner join opportunity_people on opportunities.opportunity_key = opportunity_people.opportunity_key
    inner join touches on opportunity_people.person_key = touches.person_key
    inner join channels on touches.channel = channels.channel and channels.is_marketing
    where
        touches.touch_date <= case when opportunities.is_closed then opportunities.close_date else {{ as_of_date() }} end
        and touches.touch_date
        >= {{ dbt.dateadd('day', -1 * var('attribution_window_days'),
            "case when opportunities.is_closed then opportunities.close_date else " ~ as_of_date() ~ " end") }}

),

sourced as (

    select
        opportunities.opportunity_key,
        opportunities.opportunity_type,
        opportunity_people.person_key as sourcing_person_key,
        sourcing_touches.touch_key as sourcing_touch_key,
        coalesce(sourcing_touches.campaign_key, opportunities.campaign_key) as campaign_key,
        coalesce(
            sourcing_touches.channel,
            case
                when opportunity_people.person_key is not null then people.lead_source_channel
                else opportunities.lead_source_channel
            end
        ) as channel
    from opportunities
    left join opportunity_people
        on opportunities.opportunity_key = opportunity_people.opportunity_key and opportunity_people.is_sourcing
    left join people on opportunity_people.person_key = people.person_key
    left join sourcing_touches
        on opportunities.opportunity_key = sourcing_touches.opportunity_key and sourcing_touches.touch_rank = 1

),

final as (

    select
        -- keys
        sourced.opportunity_key,
        sourced.sourcing_person_key,
        sourced.sourcing_touch_key,
        sourced.campaign_key,
        -- dimensions
        sourced.channel,
        -- flags
        sourced.opportunity_type = 'new_business' and coalesce(channels.is_marketing, false) as is_marketing_sourced,
        (sourced.opportunity_type = 'new_business' and coalesce(channels.is_marketing, false))
        or influencing_touches.opportunity_key is not null as is_marketing_influenced
    from sourced
    left join channels on sourced.channel = channels.channel
    left join influencing_touches on sourced.opportunity_key = influencing_touches.opportunity_key

)

select * from final
