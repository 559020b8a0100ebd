-- Grain: one row per marketing cost of a day, each yen once (spend_line_key).

with

spend_lines as (

    select * from {{ ref('int_spend__lines') }}

),

final as (

    select
        spend_line_key,
        campaign_key,
        channel,
        cost_type,
        source_system,
        currency,
        amount,
        amount_original,
        spend_date
    from spend_lines
    where cost_function = 'marketing'

)

select * from final
