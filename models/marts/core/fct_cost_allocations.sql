-- Grain: one row per share of a cost that falls to a channel, campaign and segment (allocation_key).

with

allocated_lines as (

    select * from {{ ref('int_spend__lines_allocated') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

final as (

    select
        -- keys
        allocated_lines.allocation_key,
        allocated_lines.campaign_key,
        -- dimensions
        allocated_lines.cost_function,
        allocated_lines.cost_type,
        allocated_lines.channel,
        coalesce(campaigns.campaign_name, '(unassigned)') as campaign_name,
        allocated_lines.industry,
        allocated_lines.size_band,
        -- flags
        allocated_lines.is_allocated,
        -- measures
        allocated_lines.amount as allocated_amount,
        -- dates
        allocated_lines.spend_date
    from allocated_lines
    left join campaigns on allocated_lines.campaign_key = campaigns.campaign_key
    where allocated_lines.cost_function in ('marketing', 'sales')

)

select * from final
