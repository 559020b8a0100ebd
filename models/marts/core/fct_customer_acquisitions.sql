-- Grain: one row per account that became a new customer (account_key).
-- The first win, where it is new business; where no CRM lands at all, the first paid invoice.

with

opportunities as (

    select * from {{ ref('fct_opportunities') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

mrr as (

    select * from {{ ref('fct_account_mrr_monthly') }}

),

first_wins as (

    select
        account_key,
        opportunity_key,
        opportunity_type,
        channel,
        campaign_name,
        industry,
        size_band,
        region,
        close_date as acquired_date,
        row_number() over (partition by account_key order by close_date, created_date, opportunity_key) as win_rank
    from opportunities
    where is_won and account_key is not null

),

crm_presence as (

    select count(*) > 0 as has_opportunities from opportunities

),

first_invoices as (

    select
        orders.account_key,
        orders.industry,
        orders.size_band,
        orders.region,
        orders.order_date as acquired_date,
        row_number() over (partition by orders.account_key order by orders.order_date, orders.order_key) as order_rank
    from orders
    cross join crm_presence
    where orders.order_type = 'invoice' and not crm_presence.has_opportunities

),

acquisitions as (

    select
        account_key,
        opportunity_key,
        channel,
        campaign_name,
        industry,
        size_band,
        region,
        acquired_date
    from first_wins
    where win_rank = 1 and opportunity_type = 'new_business'
    union all
    select
        account_key,
        cast(null as {{ dbt.type_string() }}) as opportunity_key,
        '(unassigned)' as channel,
        '(unassigned)' as campaign_name,
        industry,
        size_band,
        region,
        acquired_date
    from first_invoices
    where order_rank = 1

),

first_mrr as (

    select
        mrr.account_key,
        mrr.mrr_amount,
        mrr.margin_share,
        row_number() over (partition by mrr.account_key order by mrr.revenue_month) as month_rank
    from mrr
    inner join acquisitions
        on
            mrr.account_key = acquisitions.account_key
            and mrr.revenue_month >= cast({{ dbt.date_trunc('month', 'acquisitions.acquired_date') }} as date)

),

final as (

    select
        -- keys
        acquisitions.account_key,
        acquisitions.opportunity_key,
        -- dimensions
        acquisitions.channel,
        acquisitions.campaign_name,
        acquisitions.industry,
        acquisitions.size_band,
        acquisitions.region,
        -- measures
        cast(coalesce(first_mrr.mrr_amount, 0) as decimal(18, 2)) as first_mrr_amount,
        cast(coalesce(first_mrr.mrr_amount * first_mrr.margin_share, 0) as decimal(18, 2)) as first_mrr_margin_amount,
        -- dates
        acquisitions.acquired_date
    from acquisitions
    left join first_mrr on acquisitions.account_key = first_mrr.account_key and first_mrr.month_rank = 1

)

select * from final
