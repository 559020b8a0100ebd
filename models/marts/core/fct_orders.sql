-- Grain: one row per order: a won opportunity, or a paid invoice of an account that has none (order_key).

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

invoices as (

    select * from {{ ref('int_billing__invoices') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

exchange_rates as (

    select * from {{ ref('int_finance__exchange_rates_daily') }}

),

won_orders as (

    select
        opportunity_key as order_key,
        account_key,
        'opportunity' as order_type,
        product_category,
        amount as order_amount,
        close_date as order_date
    from opportunities
    where is_won and account_key is not null

),

paid_lines as (

    select
        *,
        {{ surrogate_key('invoice', ['source_system', 'source_instance', 'coalesce(invoice_id, invoice_line_id)']) }} as order_key,
        {{ surrogate_key('billing_customer', [
            'source_system', 'source_instance', billing_customer_id('invoices', 'invoice_line_id')
        ]) }} as customer_record_key,
        {{ to_reporting_date('paid_at') }} as paid_date
    from invoices
    where
        not is_deleted
        and paid_at is not null
        and {{ to_reporting_date('paid_at') }} <= {{ as_of_date() }}

),

accounts_with_wins as (

    select account_key
    from won_orders
    group by account_key

),

paid_invoices as (

    select
        paid_lines.order_key,
        entities.entity_key as account_key,
        'invoice' as order_type,
        min(coalesce(paid_lines.product_category, '(unassigned)')) as product_category,
        cast(sum({{ to_reporting_currency('paid_lines.amount', 'paid_lines.currency', 'exchange_rates.rate') }}) as decimal(18, 2))
            as order_amount,
        min(paid_lines.paid_date) as order_date
    from paid_lines
    inner join entities on paid_lines.customer_record_key = entities.identifier_key
    left join exchange_rates
        on paid_lines.currency = exchange_rates.from_currency and paid_lines.paid_date = exchange_rates.rate_date
    left join accounts_with_wins on entities.entity_key = accounts_with_wins.account_key
    where accounts_with_wins.account_key is null
    group by paid_lines.order_key, entities.entity_key

),

all_orders as (

    select * from won_orders
    union all
    select * from paid_invoices

),

final as (

    select
        -- keys
        all_orders.order_key,
        all_orders.account_key,
        -- dimensions
        all_orders.order_type,
        all_orders.product_category,
        coalesce(accounts.industry, '(unassigned)') as industry,
        coalesce(accounts.size_band, '(unassigned)') as size_band,
        coalesce(accounts.region, '(unassigned)') as region,
        -- measures
        all_orders.order_amount,
        -- dates
        all_orders.order_date
    from all_orders
    left join accounts on all_orders.account_key = accounts.account_key

)

select * from final
