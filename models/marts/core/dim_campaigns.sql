-- Grain: one row per campaign across ads, MA and CRM (campaign_key).

with

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

final as (

    select
        campaign_key,
        campaign_name,
        campaign_type,
        channel,
        start_date,
        end_date
    from campaigns

)

select * from final
