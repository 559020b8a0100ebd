-- Grain: one row per date that cannot be right (anomaly, subject_key).
-- The rows stay in every count; a negative duration is left out of the averages, and what has no date (or one before the
-- calendar) is in no period.

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

crm_opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

person_stages as (

    select * from {{ ref('int_lifecycle__person_stages') }}

),

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

costs as (

    select * from {{ ref('int_finance__costs') }}

),

closed_records as (

    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as record_key,
        is_closed,
        close_date
    from crm_opportunities
    where not is_deleted

),

anomalies as (

    select
        'closed_in_the_future' as anomaly,
        opportunities.opportunity_key as subject_key,
        closed_records.close_date as suspect_date
    from opportunities
    inner join closed_records on opportunities.record_key = closed_records.record_key
    where closed_records.is_closed and closed_records.close_date > {{ as_of_date() }}
    union all
    select
        'open_past_its_close_date' as anomaly,
        opportunity_key as subject_key,
        close_date as suspect_date
    from opportunities
    where not is_closed and close_date < {{ as_of_date() }}
    union all
    select
        'closed_before_created' as anomaly,
        opportunity_key as subject_key,
        close_date as suspect_date
    from opportunities
    where is_closed and close_date < created_date
    union all
    select
        'closed_without_close_date' as anomaly,
        record_key as subject_key,
        cast(null as date) as suspect_date
    from closed_records
    where is_closed and close_date is null
    union all
    select
        'mql_before_lead' as anomaly,
        person_key as subject_key,
        mql_date as suspect_date
    from person_stages
    where mql_date < lead_date
    union all
    select
        'sql_before_mql' as anomaly,
        person_key as subject_key,
        sql_date as suspect_date
    from person_stages
    where sql_date < mql_date
    union all
    select
        'opportunity_before_lead' as anomaly,
        person_key as subject_key,
        opportunity_date as suspect_date
    from person_stages
    where opportunity_date < lead_date
    union all
    select
        'opportunity_before_mql' as anomaly,
        person_key as subject_key,
        opportunity_date as suspect_date
    from person_stages
    where opportunity_date < mql_date
    union all
    select
        'opportunity_before_sql' as anomaly,
        person_key as subject_key,
        opportunity_date as suspect_date
    from person_stages
    where opportunity_date < sql_date
    union all
    select
        'lead_without_date' as anomaly,
        person_key as subject_key,
        cast(null as date) as suspect_date
    from person_stages
    where lead_date is null
    union all
    select
        'opportunity_without_date' as anomaly,
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as subject_key,
        cast(null as date) as suspect_date
    from crm_opportunities
    where coalesce(created_at, updated_at) is null and close_date is null and not is_deleted
    union all
    select
        'cost_without_date' as anomaly,
        {{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }} as subject_key,
        cast(null as date) as suspect_date
    from crm_campaigns
    where coalesce(start_date, end_date) is null and created_at is null and actual_cost is not null and not is_deleted
    union all
    select
        'cost_without_date' as anomaly,
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as subject_key,
        cast(null as date) as suspect_date
    from ma_programs
    where coalesce(start_date, end_date) is null and cost is not null and not is_deleted
    union all
    select
        'cost_without_date' as anomaly,
        {{ surrogate_key('ledger_line', ['source_system', 'source_instance', 'cost_id']) }} as subject_key,
        cast(null as date) as suspect_date
    from costs
    where cost_month is null and amount is not null and not is_deleted
    union all
    select
        'older_than_the_calendar' as anomaly,
        person_key as subject_key,
        lead_date as suspect_date
    from person_stages
    where lead_date < {{ dbt.dateadd('year', -20, as_of_date()) }}
    union all
    select
        'older_than_the_calendar' as anomaly,
        opportunity_key as subject_key,
        created_date as suspect_date
    from opportunities
    where created_date < {{ dbt.dateadd('year', -20, as_of_date()) }}

),

final as (

    select
        anomaly,
        subject_key,
        suspect_date
    from anomalies

)

select * from final
