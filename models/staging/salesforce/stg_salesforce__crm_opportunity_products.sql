-- Grain: one row per product of an opportunity (source_system, source_instance, opportunity_id, product_id).

with

line_items as (

    select * from {{ ref('base_salesforce__opportunity_line_item') }}

),

products as (

    select * from {{ ref('base_salesforce__product_2') }}

),

-- A line without a product keeps its amount under its own id. All lines of a deal have the deal's currency.
lines_by_product as (

    select
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        coalesce(product_id, line_item_id) as product_id,
        max(product_name) as product_name,
        sum(quantity) as quantity,
        sum(amount) as amount,
        max(currency) as currency
    from line_items
    where opportunity_id is not null
    group by
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        coalesce(product_id, line_item_id)

),

-- Deleted lines count only where no other line of the product is left.
ranked as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, opportunity_id, product_id
            order by is_deleted
        ) as line_rank
    from lines_by_product

),

final as (

    select
        ranked.source_system,
        ranked.source_instance,
        ranked.is_deleted,
        ranked.opportunity_id,
        ranked.product_id,
        coalesce(products.product_name, ranked.product_name) as product_name,
        products.product_category,
        cast(ranked.quantity as decimal(18, 6)) as quantity,
        cast(ranked.amount as decimal(18, 2)) as amount,
        ranked.currency,
        products.is_sustainable
    from ranked
    left join products
        on ranked.source_system = products.source_system
            and ranked.source_instance = products.source_instance
            and ranked.product_id = products.product_id
    where ranked.line_rank = 1

)

select * from final
