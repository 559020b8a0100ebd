-- Grain: one row per reporting day of e-mail events and landed file (source_system, source_instance, event_date, landed_file).
-- Why: the details of an event (link, program, subscription) land in files of their own, which belong to its day too.

with

landed_days as (

    select * from {{ ref('base_hubspot__email_event_day') }}

),

email_events as (

    select * from {{ ref('base_hubspot__email_event') }}

),

opens as (

    select * from {{ ref('base_hubspot__email_event_open') }}

),

clicks as (

    select * from {{ ref('base_hubspot__email_event_click') }}

),

status_changes as (

    select * from {{ ref('base_hubspot__email_event_status_change') }}

),

details as (

    select
        source_system,
        source_instance,
        email_event_id,
        landed_file,
        loaded_at
    from opens
    union all
    select
        source_system,
        source_instance,
        email_event_id,
        landed_file,
        loaded_at
    from clicks
    union all
    select
        source_system,
        source_instance,
        email_event_id,
        landed_file,
        loaded_at
    from status_changes

),

days_and_files as (

    select
        source_system,
        source_instance,
        event_date,
        landed_file,
        row_count,
        last_loaded_at
    from landed_days
    union all
    select
        details.source_system,
        details.source_instance,
        {{ to_reporting_date('email_events.occurred_at') }} as event_date,
        details.landed_file,
        1 as row_count,
        details.loaded_at as last_loaded_at
    from details
    inner join email_events
        on
            details.source_system = email_events.source_system
            and details.source_instance = email_events.source_instance
            and details.email_event_id = email_events.email_event_id
    where email_events.occurred_at is not null

),

final as (

    select
        source_system,
        source_instance,
        event_date,
        landed_file,
        cast(sum(row_count) as bigint) as row_count,
        max(last_loaded_at) as last_loaded_at
    from days_and_files
    group by source_system, source_instance, event_date, landed_file

)

select * from final
