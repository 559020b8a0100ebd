-- Grain: one row per utm_campaign that names one campaign (utm_campaign).
-- Excludes: values that two campaigns share; nobody can say which is meant.

with

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

final as (

    select
        -- keys
        min(campaign_key) as campaign_key,
        -- dimensions
        utm_campaign
    from campaigns
    where utm_campaign is not null
    group by utm_campaign
    having count(*) = 1

)

select * from final
