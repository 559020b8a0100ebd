-- Every e-mail event with a time that is not deleted is counted on exactly one day of one recipient; no day holds another.

with

email_events as (

    select
        source_system,
        source_instance,
        {{ to_reporting_date('occurred_at') }} as event_date,
        count(*) as event_count
    from {{ ref('int_ma__email_events') }}
    where not is_deleted and occurred_at is not null
    group by source_system, source_instance, {{ to_reporting_date('occurred_at') }}

),

email_days as (

    select
        source_system,
        source_instance,
        event_date,
        sum(event_count) as event_count
    from {{ ref('int_engagement__email_days') }}
    group by source_system, source_instance, event_date

)

select
    coalesce(email_events.event_date, email_days.event_date) as event_date,
    email_events.event_count as landed_event_count,
    email_days.event_count as counted_event_count
from email_events
full outer join email_days
    on
        email_events.source_system = email_days.source_system
        and email_events.source_instance = email_days.source_instance
        and email_events.event_date = email_days.event_date
where coalesce(email_events.event_count, 0) != coalesce(email_days.event_count, 0)
