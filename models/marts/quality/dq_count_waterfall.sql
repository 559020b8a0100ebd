-- Grain: one row per figure, system and step from the landed rows to the count (metric, source_system, step).
-- The steps before `counted` add up to it; `counted` adds up over the systems to the all-time value of the KPI.

with

row_accounting as (

    select * from {{ ref('dq_row_accounting') }}

),

fate_counts as (

    select * from {{ ref('dq_record_fate_counts') }}

),

session_fate_counts as (

    select * from {{ ref('dq_session_fate_counts') }}

),

acquisitions as (

    select * from {{ ref('fct_customer_acquisitions') }}

),

tables_by_port as (

    {{ port_tables(['crm_leads', 'crm_contacts', 'ma_people', 'crm_opportunities']) }}

),

landed_rows as (

    select
        case when tables_by_port.port = 'crm_opportunities' then 'opportunity' else 'person' end as record_type,
        row_accounting.source_system,
        sum(row_accounting.landed_count) as landed_count,
        sum(row_accounting.rejected_count) as rejected_count,
        sum(row_accounting.duplicate_count) as duplicate_count
    from row_accounting
    inner join tables_by_port
        on
            row_accounting.source_system = tables_by_port.source_system
            and row_accounting.table_name = tables_by_port.table_name
    group by
        case when tables_by_port.port = 'crm_opportunities' then 'opportunity' else 'person' end,
        row_accounting.source_system

),

metrics as (

    select
        metric,
        case when metric in ('opportunities', 'new_customers') then 'opportunity' else 'person' end as record_type
    from fate_counts
    group by metric

),

beginnings as (

    select
        metrics.metric,
        landed_rows.source_system,
        landed_rows.landed_count,
        landed_rows.rejected_count,
        landed_rows.duplicate_count,
        0 as record_count
    from metrics
    inner join landed_rows on metrics.record_type = landed_rows.record_type
    union all
    select
        metric,
        source_system,
        0 as landed_count,
        0 as rejected_count,
        0 as duplicate_count,
        record_count
    from fate_counts

),

-- Without any CRM a customer begins with the first paid invoice, which is no record of an opportunity.
invoice_steps as (

    select 'first_invoice' as step
    union all
    select 'counted' as step

),

steps as (

    select
        metric,
        source_system,
        'landed_rows' as step,
        sum(landed_count) as row_count
    from beginnings
    group by metric, source_system
    union all
    select
        metric,
        source_system,
        'rejected' as step,
        -sum(rejected_count) as row_count
    from beginnings
    group by metric, source_system
    union all
    select
        metric,
        source_system,
        'duplicates' as step,
        -sum(duplicate_count) as row_count
    from beginnings
    group by metric, source_system
    union all
    select
        metric,
        source_system,
        'moved_by_staging' as step,
        sum(record_count) - sum(landed_count - rejected_count - duplicate_count) as row_count
    from beginnings
    group by metric, source_system
    union all
    select
        metric,
        source_system,
        fate as step,
        case when fate = 'counted' then record_count else -record_count end as row_count
    from fate_counts
    union all
    select
        'sessions' as metric,
        source_system,
        fate as step,
        case when fate in ('hits', 'counted') then record_count else -record_count end as row_count
    from session_fate_counts
    union all
    select
        'new_customers' as metric,
        '*' as source_system,
        invoice_steps.step,
        count(*) as row_count
    from acquisitions
    cross join invoice_steps
    where acquisitions.opportunity_key is null
    group by invoice_steps.step

),

final as (

    select
        -- dimensions
        metric,
        source_system,
        step,
        case when step = 'counted' then metric end as kpi_id,
        -- measures
        case step
            when 'landed_rows' then 1
            when 'hits' then 1
            when 'rejected' then 2
            when 'duplicates' then 3
            when 'moved_by_staging' then 4
            when 'deleted' then 5
            when 'after_as_of' then 6
            when 'same_person' then 7
            when 'same_opportunity' then 7
            when 'without_visitor' then 7
            when 'same_session' then 8
            when 'without_date' then 8
            when 'counted' then 99
            else 10
        end as step_order,
        cast(row_count as bigint) as row_count
    from steps
    where row_count != 0 or step in ('landed_rows', 'counted')

)

select * from final
