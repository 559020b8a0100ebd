-- Grain: one row per KPI and opportunity that counts in it (kpi_id, subject_key).
-- Basis: by KPI (period, closed, cohort). Types other than new business count under the cut opportunity_type alone.

with

subjects as (

    select
        *,
        opportunity_key as subject_key,
        campaign_name as campaign,
        coalesce(owner_key, '(unassigned)') as owner,
        case when is_marketing_sourced then 'marketing_sourced' else 'not_marketing_sourced' end as sourcing
    from {{ ref('fct_opportunities') }}

),

opportunities as (

    select
        'opportunities' as kpi_id,
        subject_key,
        subject_key as event_key,
        created_date as event_date,
        cast(1 as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from subjects

),

closed_opportunities as (

    select *
    from subjects
    where is_closed and coalesce(amount, 0) >= 0

),

win_rate as (

    select
        'win_rate' as kpi_id,
        subject_key,
        subject_key as event_key,
        close_date as event_date,
        cast(case when is_won then 1 else 0 end as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator
    from closed_opportunities

),

win_rate_amount as (

    select
        'win_rate_amount' as kpi_id,
        subject_key,
        subject_key as event_key,
        close_date as event_date,
        cast(case when is_won then amount else 0 end as decimal(28, 6)) as numerator,
        cast(amount as decimal(28, 6)) as denominator
    from closed_opportunities
    where amount is not null

),

win_rate_cohort as (

    select
        'win_rate_cohort' as kpi_id,
        subject_key,
        subject_key as event_key,
        created_date as event_date,
        cast(case when is_won then 1 else 0 end as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator
    from subjects
    where coalesce(amount, 0) >= 0

),

win_rate_period as (

    select
        'win_rate_period' as kpi_id,
        subject_key,
        subject_key || '|won' as event_key,
        close_date as event_date,
        cast(1 as decimal(28, 6)) as numerator,
        cast(0 as decimal(28, 6)) as denominator
    from subjects
    where is_won and coalesce(amount, 0) >= 0
    union all
    select
        'win_rate_period' as kpi_id,
        subject_key,
        subject_key || '|created' as event_key,
        created_date as event_date,
        cast(0 as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator
    from subjects
    where coalesce(amount, 0) >= 0

),

events as (

    select * from opportunities
    union all
    select * from win_rate
    union all
    select * from win_rate_amount
    union all
    select * from win_rate_cohort
    union all
    select * from win_rate_period

),

final as (

    select
        events.kpi_id,
        events.event_key as subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('subjects', [
            'channel', 'campaign', 'industry', 'size_band', 'region', 'product_category', 'owner', 'lead_source', 'sourcing',
            'opportunity_type', 'deal_size_band'
        ]) }},
        subjects.opportunity_type = 'new_business' as is_in_total,
        events.numerator,
        events.denominator,
        events.event_date
    from events
    inner join subjects on events.subject_key = subjects.subject_key

)

select * from final
