-- Grain: one row per KPI and person or opportunity whose days count in it (kpi_id, subject_key).
-- Basis: period, dated by the later stage. Excludes: pairs whose later stage came first (they are flagged in dq_negative_durations).

with

leads as (

    select
        *,
        person_key as subject_key,
        campaign_name as campaign
    from {{ ref('fct_leads') }}

),

opportunities as (

    select
        *,
        opportunity_key as subject_key,
        campaign_name as campaign
    from {{ ref('fct_opportunities') }}

),

lead_to_mql_days as (

    select
        'lead_to_mql_days' as kpi_id,
        subject_key,
        lead_date as from_date,
        mql_date as event_date
    from leads

),

mql_to_sql_days as (

    select
        'mql_to_sql_days' as kpi_id,
        subject_key,
        mql_date as from_date,
        sql_date as event_date
    from leads

),

sql_to_opportunity_days as (

    select
        'sql_to_opportunity_days' as kpi_id,
        subject_key,
        sql_date as from_date,
        opportunity_date as event_date
    from leads

),

lead_to_opportunity_days as (

    select
        'lead_to_opportunity_days' as kpi_id,
        subject_key,
        lead_date as from_date,
        opportunity_date as event_date
    from leads

),

lead_to_won_days as (

    select
        'lead_to_won_days' as kpi_id,
        subject_key,
        lead_date as from_date,
        won_date as event_date
    from leads

),

opportunity_to_won_days as (

    select
        'opportunity_to_won_days' as kpi_id,
        subject_key,
        created_date as from_date,
        close_date as event_date
    from opportunities
    where is_won and opportunity_type = 'new_business'

),

people_durations as (

    select * from lead_to_mql_days
    union all
    select * from mql_to_sql_days
    union all
    select * from sql_to_opportunity_days
    union all
    select * from lead_to_opportunity_days
    union all
    select * from lead_to_won_days

),

final as (

    select
        people_durations.kpi_id,
        people_durations.subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('leads', ['channel', 'campaign', 'industry', 'size_band', 'region']) }},
        true as is_in_total,
        cast({{ dbt.datediff('people_durations.from_date', 'people_durations.event_date', 'day') }} as decimal(28, 6)) as numerator,
        cast(1 as decimal(28, 6)) as denominator,
        people_durations.event_date
    from people_durations
    inner join leads on people_durations.subject_key = leads.subject_key
    where people_durations.event_date >= people_durations.from_date
    union all
    select
        opportunity_to_won_days.kpi_id,
        opportunity_to_won_days.subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('opportunities', ['channel', 'campaign', 'industry', 'size_band', 'region']) }},
        true as is_in_total,
        cast({{ dbt.datediff('opportunity_to_won_days.from_date', 'opportunity_to_won_days.event_date', 'day') }} as decimal(28, 6))
            as numerator,
        cast(1 as decimal(28, 6)) as denominator,
        opportunity_to_won_days.event_date
    from opportunity_to_won_days
    inner join opportunities on opportunity_to_won_days.subject_key = opportunities.subject_key
    where opportunity_to_won_days.event_date >= opportunity_to_won_days.from_date

)

select * from final
