-- Grain: one row per account and month with recurring revenue (account_key, revenue_month).

with

billed as (

    select * from {{ ref('int_revenue__account_mrr_monthly') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

margins as (

    select * from {{ ref('int_finance__gross_margins') }}

),

-- Means of decimals: those of doubles depend on the order in which an engine adds up.
company_margins as (

    select
        valid_from,
        valid_to,
        {{ ratio('sum(cast(margin as decimal(18, 9)))', 'count(margin)') }} as margin
    from margins
    where not is_deleted
    group by valid_from, valid_to

),

billed_months as (

    select distinct revenue_month from billed

),

margins_by_month as (

    select
        billed_months.revenue_month,
        {{ ratio('sum(cast(company_margins.margin as decimal(18, 9)))', 'count(company_margins.margin)') }} as margin
    from billed_months
    inner join company_margins
        on
            billed_months.revenue_month >= company_margins.valid_from
            and (company_margins.valid_to is null or billed_months.revenue_month < company_margins.valid_to)
    group by billed_months.revenue_month

),

final as (

    select
        -- keys
        billed.account_key,
        -- dimensions
        coalesce(accounts.industry, '(unassigned)') as industry,
        coalesce(accounts.size_band, '(unassigned)') as size_band,
        coalesce(accounts.region, '(unassigned)') as region,
        -- measures
        billed.mrr_amount,
        coalesce(margins_by_month.margin, {{ var('default_gross_margin') }}) as margin_share,
        -- dates
        billed.revenue_month
    from billed
    left join accounts on billed.account_key = accounts.account_key
    left join margins_by_month on billed.revenue_month = margins_by_month.revenue_month
    where billed.mrr_amount > 0

)

select * from final
