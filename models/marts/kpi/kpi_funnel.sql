-- Grain: one row per KPI and person or opportunity that counts in it (kpi_id, subject_key).
-- Basis: cohort (dated by the earlier stage; the numerator reached the later one or one beyond it, on or after that day) and period.

with

leads as (

    select
        *,
        person_key as subject_key,
        campaign_name as campaign,
        coalesce(owner_key, '(unassigned)') as owner
    from {{ ref('fct_leads') }}

),

opportunities as (

    select
        *,
        opportunity_key as subject_key,
        campaign_name as campaign,
        coalesce(owner_key, '(unassigned)') as owner
    from {{ ref('fct_opportunities') }}
    where opportunity_type = 'new_business'

),

lead_to_mql_rate as (

    select
        'lead_to_mql_rate' as kpi_id,
        subject_key as event_key,
        subject_key,
        lead_date as event_date,
        case when mql_date >= lead_date then 1 else 0 end as numerator,
        1 as denominator
    from leads
    where lead_date is not null

),

mql_to_sql_rate as (

    select
        'mql_to_sql_rate' as kpi_id,
        subject_key as event_key,
        subject_key,
        mql_date as event_date,
        case when sql_date >= mql_date or opportunity_date >= mql_date then 1 else 0 end as numerator,
        1 as denominator
    from leads
    where mql_date is not null

),

mql_to_sql_rate_period as (

    select
        'mql_to_sql_rate_period' as kpi_id,
        subject_key || '|sql' as event_key,
        subject_key,
        sql_date as event_date,
        1 as numerator,
        0 as denominator
    from leads
    where sql_date is not null
    union all
    select
        'mql_to_sql_rate_period' as kpi_id,
        subject_key || '|mql' as event_key,
        subject_key,
        mql_date as event_date,
        0 as numerator,
        1 as denominator
    from leads
    where mql_date is not null

),

opportunity_rate as (

    select
        'opportunity_rate' as kpi_id,
        subject_key as event_key,
        subject_key,
        sql_date as event_date,
        case when opportunity_date >= sql_date then 1 else 0 end as numerator,
        1 as denominator
    from leads
    where sql_date is not null

),

-- The two parts are different subjects: opportunities created, people who became SQL.
opportunity_rate_period as (

    select
        'opportunity_rate_period' as kpi_id,
        subject_key as event_key,
        subject_key,
        sql_date as event_date,
        0 as numerator,
        1 as denominator
    from leads
    where sql_date is not null

),

opportunities_created as (

    select
        'opportunity_rate_period' as kpi_id,
        subject_key as event_key,
        subject_key,
        created_date as event_date,
        1 as numerator,
        0 as denominator
    from opportunities

),

people_events as (

    select * from lead_to_mql_rate
    union all
    select * from mql_to_sql_rate
    union all
    select * from mql_to_sql_rate_period
    union all
    select * from opportunity_rate
    union all
    select * from opportunity_rate_period

),

final as (

    select
        people_events.kpi_id,
        people_events.event_key as subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('leads', [
            'channel', 'campaign', 'industry', 'size_band', 'title_level', 'country', 'region', 'owner', 'lead_source'
        ]) }},
        true as is_in_total,
        cast(people_events.numerator as decimal(28, 6)) as numerator,
        cast(people_events.denominator as decimal(28, 6)) as denominator,
        people_events.event_date
    from people_events
    inner join leads on people_events.subject_key = leads.subject_key
    union all
    select
        opportunities_created.kpi_id,
        opportunities_created.subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('opportunities', [
            'channel', 'campaign', 'industry', 'size_band', 'region', 'owner', 'lead_source'
        ]) }},
        true as is_in_total,
        cast(opportunities_created.numerator as decimal(28, 6)) as numerator,
        cast(opportunities_created.denominator as decimal(28, 6)) as denominator,
        opportunities_created.event_date
    from opportunities_created
    inner join opportunities on opportunities_created.subject_key = opportunities.subject_key

)

select * from final
