-- Grain: one row per person with the first time of every stage (person_key).
-- A skipped stage has no date; reached_<stage> is cumulative and flagged inferred where the date is missing.

with

people as (

    select * from {{ ref('int_identity__people') }}

),

stage_evidence as (

    select * from {{ ref('int_lifecycle__stage_evidence') }}

),

acceptances as (

    select * from {{ ref('int_lifecycle__sales_acceptances') }}

),

person_opportunities as (

    select * from {{ ref('int_lifecycle__person_opportunities') }}

),

first_times as (

    select
        person_key,
        min(case when stage = 'lead' then occurred_at end) as lead_at,
        min(case when stage = 'mql' then occurred_at end) as mql_at,
        min(case when stage = 'sal' then occurred_at end) as sal_status_at,
        min(case when stage = 'sql' then occurred_at end) as sql_at,
        min(case when stage = 'disqualified' then occurred_at end) as disqualified_at,
        bool_or(is_dated_by_snapshot and stage = 'mql') as is_mql_dated_by_snapshot,
        bool_or(is_dated_by_snapshot and stage = 'sql') as is_sql_dated_by_snapshot
    from stage_evidence
    group by person_key

),

dated as (

    select
        people.person_key,
        people.is_target_fit and not people.is_excluded as is_valid_lead,
        person_opportunities.first_opportunity_key,
        first_times.is_mql_dated_by_snapshot,
        first_times.is_sql_dated_by_snapshot,
        person_opportunities.won_date,
        person_opportunities.lost_date,
        coalesce(first_times.lead_at, people.first_seen_at) as lead_at,
        first_times.mql_at,
        least(
            coalesce(first_times.sal_status_at, acceptances.accepted_at),
            coalesce(acceptances.accepted_at, first_times.sal_status_at)
        ) as sal_at,
        first_times.sql_at,
        first_times.disqualified_at,
        person_opportunities.opportunity_at
    from people
    left join first_times on people.person_key = first_times.person_key
    left join acceptances on people.person_key = acceptances.person_key
    left join person_opportunities on people.person_key = person_opportunities.person_key

),

final as (

    select
        -- keys
        person_key,
        first_opportunity_key,
        -- flags
        is_valid_lead,
        mql_at is not null or sal_at is not null or sql_at is not null or opportunity_at is not null as reached_mql,
        sal_at is not null or sql_at is not null or opportunity_at is not null as reached_sal,
        sql_at is not null or opportunity_at is not null as reached_sql,
        opportunity_at is not null as reached_opportunity,
        won_date is not null as reached_won,
        mql_at is null and (sal_at is not null or sql_at is not null or opportunity_at is not null) as is_mql_inferred,
        sal_at is null and (sql_at is not null or opportunity_at is not null) as is_sal_inferred,
        sql_at is null and opportunity_at is not null as is_sql_inferred,
        coalesce(is_mql_dated_by_snapshot, false) as is_mql_dated_by_snapshot,
        coalesce(is_sql_dated_by_snapshot, false) as is_sql_dated_by_snapshot,
        -- dates
        {{ to_reporting_date('lead_at') }} as lead_date,
        case when is_valid_lead then {{ to_reporting_date('lead_at') }} end as valid_lead_date,
        {{ to_reporting_date('mql_at') }} as mql_date,
        {{ to_reporting_date('sal_at') }} as sal_date,
        {{ to_reporting_date('sql_at') }} as sql_date,
        {{ to_reporting_date('opportunity_at') }} as opportunity_date,
        won_date,
        lost_date,
        -- timestamps
        lead_at,
        case when is_valid_lead then lead_at end as valid_lead_at,
        mql_at,
        sal_at,
        sql_at,
        opportunity_at,
        {{ start_of_reporting_day('won_date') }} as won_at,
        {{ start_of_reporting_day('lost_date') }} as lost_at,
        disqualified_at
    from dated

)

select * from final
