-- Grain: one row per KPI, day and segment with what was spent, won or acquired (kpi_id, subject_key).
-- Basis: period; cac_ttm and cac_payback_months look back twelve months from the period's last month.

with

costs as (

    select
        *,
        allocation_key as subject_key,
        campaign_name as campaign,
        spend_date as event_date,
        cast(allocated_amount as decimal(28, 6)) as cost_amount
    from {{ ref('fct_cost_allocations') }}

),

unit_costs as (

    select * from {{ ref('kpi_unit_costs') }}

),

sourced_wins as (

    select
        *,
        opportunity_key as subject_key,
        campaign_name as campaign,
        close_date as event_date
    from {{ ref('fct_opportunities') }}
    where is_won and is_marketing_sourced and amount is not null

),

acquisitions as (

    select
        *,
        account_key as subject_key,
        campaign_name as campaign,
        acquired_date as event_date
    from {{ ref('fct_customer_acquisitions') }}

),

trailing_months as (

    {{ numbers(12) }}

),

cac as (

    select
        'cac' as kpi_id,
        'flow' as accumulation,
        {{ kpi_dimension_columns('costs', ['channel', 'campaign', 'industry', 'size_band']) }},
        cost_amount as numerator,
        cast(0 as decimal(28, 6)) as denominator,
        event_date
    from costs
    union all
    select
        'cac' as kpi_id,
        'flow' as accumulation,
        {{ kpi_dimension_columns('acquisitions', ['channel', 'campaign', 'industry', 'size_band']) }},
        cast(0 as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator,
        event_date
    from acquisitions

),

marketing_roi as (

    select
        'marketing_roi' as kpi_id,
        'flow' as accumulation,
        {{ kpi_dimension_columns('unit_costs', ['channel', 'campaign', 'industry', 'size_band']) }},
        -1 * numerator as numerator,
        numerator as denominator,
        event_date
    from unit_costs
    where kpi_id = 'marketing_spend'
    union all
    select
        'marketing_roi' as kpi_id,
        'flow' as accumulation,
        {{ kpi_dimension_columns('sourced_wins', ['channel', 'campaign', 'industry', 'size_band']) }},
        cast(amount as decimal(28, 6)) as numerator,
        cast(0 as decimal(28, 6)) as denominator,
        event_date
    from sourced_wins

),

-- Costs over the first monthly margin of the customers won: both sides are sums, so that any cut adds up.
first_margins as (

    select
        'cac_payback_months' as kpi_id,
        'flow' as accumulation,
        {{ kpi_dimension_columns('acquisitions', ['channel', 'campaign', 'industry', 'size_band']) }},
        cast(0 as decimal(28, 6)) as numerator,
        cast(first_mrr_margin_amount as decimal(28, 6)) as denominator,
        event_date
    from acquisitions

),

trailing_parts as (

    select
        'cac_ttm' as kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        numerator,
        denominator,
        event_date
    from cac
    union all
    select
        'cac_payback_months' as kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        numerator,
        cast(0 as decimal(28, 6)) as denominator,
        event_date
    from cac
    union all
    select
        kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        numerator,
        denominator,
        event_date
    from first_margins

),

monthly_parts as (

    select
        kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        cast({{ dbt.date_trunc('month', 'event_date') }} as date) as part_month,
        cast(sum(numerator) as decimal(28, 6)) as numerator,
        cast(sum(denominator) as decimal(28, 6)) as denominator
    from trailing_parts
    group by kpi_id, channel, campaign, industry, size_band, cast({{ dbt.date_trunc('month', 'event_date') }} as date)

),

-- What happened in a month stands in the trailing figure of that month and of the eleven after it.
looked_back as (

    select
        monthly_parts.kpi_id,
        'stock' as accumulation,
        {{ kpi_dimension_columns('monthly_parts', ['channel', 'campaign', 'industry', 'size_band']) }},
        monthly_parts.numerator,
        monthly_parts.denominator,
        cast({{ dbt.dateadd('month', 'trailing_months.number', 'monthly_parts.part_month') }} as date) as event_date
    from monthly_parts
    cross join trailing_months
    where cast({{ dbt.dateadd('month', 'trailing_months.number', 'monthly_parts.part_month') }} as date) <= {{ as_of_date() }}

),

cac_ttm as (

    select * from looked_back
    where kpi_id = 'cac_ttm'

),

cac_payback_months as (

    select * from looked_back
    where kpi_id = 'cac_payback_months'

),

events as (

    select
        kpi_id,
        accumulation,
        {{ kpi_dimension_names() | join(', ') }},
        numerator,
        denominator,
        event_date
    from unit_costs
    union all
    select * from cac
    union all
    select * from marketing_roi
    union all
    select * from cac_ttm
    union all
    select * from cac_payback_months

),

summed as (

    select
        kpi_id,
        accumulation,
        {{ kpi_dimension_names() | join(', ') }},
        event_date,
        cast(sum(numerator) as decimal(28, 6)) as numerator,
        cast(sum(denominator) as decimal(28, 6)) as denominator
    from events
    group by kpi_id, accumulation, {{ kpi_dimension_names() | join(', ') }}, event_date

),

final as (

    select
        kpi_id,
        {{ surrogate_key('kpi_event', [
            "coalesce(channel, '')", "coalesce(campaign, '')", "coalesce(industry, '')", "coalesce(size_band, '')", 'event_date'
        ]) }} as subject_key,
        accumulation,
        {{ kpi_dimension_columns('summed', kpi_dimension_names()) }},
        true as is_in_total,
        numerator,
        denominator,
        event_date
    from summed

)

select * from final
