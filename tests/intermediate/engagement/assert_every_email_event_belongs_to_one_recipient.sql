-- The events of all recipients are those of all days up to as_of: nobody is lost or doubled when addresses become people.

with

email_days as (

    select
        email_key,
        sum(event_count) as event_count
    from {{ ref('int_engagement__email_days') }}
    where event_date <= {{ as_of_date() }}
    group by email_key

),

email_recipients as (

    select
        email_key,
        sum(event_count) as event_count
    from {{ ref('int_engagement__email_recipients') }}
    group by email_key

)

select
    email_days.email_key,
    email_days.event_count,
    email_recipients.event_count as recipient_event_count
from email_days
left join email_recipients on email_days.email_key = email_recipients.email_key
where email_days.event_count != coalesce(email_recipients.event_count, 0)
