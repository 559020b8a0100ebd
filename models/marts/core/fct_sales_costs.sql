-- Grain: one row per sales cost line (spend_line_key).

with

spend_lines as (

    select * from {{ ref('int_spend__lines') }}

),

final as (

    select
        spend_line_key,
        cost_type,
        source_system,
        currency,
        amount,
        amount_original,
        spend_date as cost_month
    from spend_lines
    where cost_function = 'sales'

)

select * from final
