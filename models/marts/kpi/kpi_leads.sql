-- Grain: one row per KPI and person who counts in it (kpi_id, subject_key).
-- Basis: period.

with

subjects as (

    select
        *,
        person_key as subject_key,
        campaign_name as campaign,
        coalesce(owner_key, '(unassigned)') as owner
    from {{ ref('fct_leads') }}

),

leads as (

    select
        'leads' as kpi_id,
        subject_key,
        lead_date as event_date,
        1 as numerator,
        cast(null as int) as denominator
    from subjects
    where lead_date is not null

),

valid_leads as (

    select
        'valid_leads' as kpi_id,
        subject_key,
        valid_lead_date as event_date,
        1 as numerator,
        cast(null as int) as denominator
    from subjects
    where valid_lead_date is not null

),

target_fit_rate as (

    select
        'target_fit_rate' as kpi_id,
        subject_key,
        lead_date as event_date,
        case when is_valid_lead then 1 else 0 end as numerator,
        1 as denominator
    from subjects
    where lead_date is not null

),

mqls as (

    select
        'mqls' as kpi_id,
        subject_key,
        mql_date as event_date,
        1 as numerator,
        cast(null as int) as denominator
    from subjects
    where mql_date is not null

),

sqls as (

    select
        'sqls' as kpi_id,
        subject_key,
        sql_date as event_date,
        1 as numerator,
        cast(null as int) as denominator
    from subjects
    where sql_date is not null

),

events as (

    select * from leads
    union all
    select * from valid_leads
    union all
    select * from target_fit_rate
    union all
    select * from mqls
    union all
    select * from sqls

),

final as (

    select
        events.kpi_id,
        events.subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('subjects', [
            'channel', 'campaign', 'industry', 'size_band', 'title_level', 'budget_band', 'country', 'region', 'owner', 'lead_source'
        ]) }},
        true as is_in_total,
        cast(events.numerator as decimal(28, 6)) as numerator,
        cast(events.denominator as decimal(28, 6)) as denominator,
        events.event_date
    from events
    inner join subjects on events.subject_key = subjects.subject_key

)

select * from final
