-- Grain: one row per currency, day and kind of amount that no rate of exchange converts (amount_type, currency, rate_date).
-- These amounts are null in every figure in the reporting currency.

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

spend_lines as (

    select * from {{ ref('int_spend__lines') }}

),

unconverted as (

    select
        'opportunity_amount' as amount_type,
        currency,
        case when is_closed then close_date else {{ as_of_date() }} end as rate_date,
        amount_original
    from opportunities
    where amount is null and amount_original is not null
    union all
    select
        'spend_amount' as amount_type,
        currency,
        spend_date as rate_date,
        amount_original
    from spend_lines
    where amount is null and amount_original is not null

),

final as (

    select
        amount_type,
        currency,
        count(*) as row_count,
        cast(sum(amount_original) as decimal(18, 2)) as amount_original,
        rate_date
    from unconverted
    group by amount_type, currency, rate_date

)

select * from final
