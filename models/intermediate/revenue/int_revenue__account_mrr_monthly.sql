-- Grain: one row per account and month with recurring revenue at the month's end, or at as_of in the running month (account_key, revenue_month).
-- Excludes: trials. Overlapping versions of one product of one customer count once, the latest.

with

subscriptions as (

    select * from {{ ref('int_billing__subscriptions') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

exchange_rates as (

    select * from {{ ref('int_finance__exchange_rates_daily') }}

),

month_numbers as (

    {{ numbers(241) }}

),

month_ends as (

    select
        cast({{ dbt.dateadd('month', '-1 * number', dbt.date_trunc('month', as_of_date())) }} as date) as revenue_month,
        least(
            cast({{ dbt.last_day(dbt.dateadd('month', '-1 * number', dbt.date_trunc('month', as_of_date())), 'month') }} as date),
            {{ as_of_date() }}
        ) as valued_date
    from month_numbers

),

active_items as (

    select
        entities.entity_key as account_key,
        month_ends.revenue_month,
        month_ends.valued_date,
        subscriptions.currency,
        coalesce(subscriptions.product_category, '(unassigned)') as product_category,
        cast(subscriptions.quantity as double)
        * cast(subscriptions.unit_amount as double)
        * (1 - coalesce(subscriptions.discount_share, 0))
        * {{ ratio('1', 'coalesce(subscriptions.interval_months, 1)') }} as monthly_amount_original,
        row_number() over (
            partition by
                entities.entity_key,
                month_ends.revenue_month,
                coalesce(subscriptions.product_id, subscriptions.subscription_item_id)
            order by subscriptions.valid_from desc, subscriptions.subscription_item_id asc
        ) as version_rank
    from subscriptions
    inner join month_ends
        on
            subscriptions.valid_from <= month_ends.valued_date
            and (subscriptions.valid_to is null or subscriptions.valid_to > month_ends.valued_date)
            and (
                subscriptions.ended_at is null
                or {{ to_reporting_date('subscriptions.ended_at') }} > month_ends.valued_date
            )
    inner join entities
        on {{ surrogate_key('billing_customer', [
            'subscriptions.source_system', 'subscriptions.source_instance',
            billing_customer_id('subscriptions', 'subscription_item_id')
        ]) }} = entities.identifier_key
    where
        not coalesce(subscriptions.is_trial, false)
        and not subscriptions.is_deleted
        and coalesce(subscriptions.status, 'active') in ('active', 'past_due', 'canceled')

),

converted_items as (

    select
        active_items.account_key,
        active_items.revenue_month,
        active_items.monthly_amount_original,
        {{ to_reporting_currency(
            'active_items.monthly_amount_original', 'active_items.currency', 'exchange_rates.rate'
        ) }} as monthly_amount
    from active_items
    left join exchange_rates
        on active_items.currency = exchange_rates.from_currency and active_items.valued_date = exchange_rates.rate_date
    where active_items.version_rank = 1

),

-- An item without a rate leaves the account without an amount: a partial sum would look like a contraction.
final as (

    select
        -- keys
        account_key,
        -- measures
        case
            when count(monthly_amount_original) = count(monthly_amount)
                then cast(sum(monthly_amount) as decimal(18, 2))
        end as mrr_amount,
        -- dates
        revenue_month
    from converted_items
    group by account_key, revenue_month

)

select * from final
