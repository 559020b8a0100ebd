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
        amount,
        close_date as order_date
    from opportunities
    where is_won and account_key is not null

),

paid_invoices as (

    select
        {{ surrogate_key('invoice', ['invoices.source_system', 'invoices.source_instance', 'coalesce(invoices.invoice_id, invoices.invoice_line_id)']) }}
            as order_key,
        entities.entity_key as account_key,
        'invoice' as order_type,
        min(coalesce(invoices.product_category, '(unassigned)')) as product_category,
        cast(sum({{ to_reporting_currency('invoices.amount', 'invoices.currency', 'exchange_rates.rate') }}) as decimal(18, 2))
            as amount,
        min({{ to_reporting_date('invoices.paid_at') }}) as order_date
    from invoices
    inner join entities
        on {{ surrogate_key('billing_customer', ['invoices.source_system', 'invoices.source_instance', 'invoices.customer_id']) }}
            = entities.identifier_key
    left join exchange_rates
        on
            invoices.currency = exchange_rates.from_currency
            and {{ to_reporting_date('invoices.paid_at') }} = exchange_rates.rate_date
    left join won_orders on entities.entity_key = won_orders.account_key
    where
        not invoices.is_deleted
        and invoices.paid_at is not null
        and {{ to_reporting_date('invoices.paid_at') }} <= {{ as_of_date() }}
        and won_orders.account_key is null
    group by
        {{ surrogate_key('invoice', ['invoices.source_system', 'invoices.source_instance', 'coalesce(invoices.invoice_id, invoices.invoice_line_id)']) }},
        entities.entity_key

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
        all_orders.amount,
        -- dates
        all_orders.order_date
    from all_orders
    left join accounts on all_orders.account_key = accounts.account_key

)

select * from final
