-- Grain: one row per e-mail and recipient (email_engagement_key).
-- Excludes: what happened after as_of, and opens and clicks of scanners and privacy proxies.

with

email_days as (

    select * from {{ ref('int_engagement__email_days') }}
    where event_date <= {{ as_of_date() }}

),

recipients as (

    select * from {{ ref('int_engagement__recipients') }}

),

conversions as (

    select * from {{ ref('int_engagement__email_conversions') }}

),

systems_with_deliveries as (

    select
        source_system,
        source_instance
    from email_days
    where delivered_count > 0
    group by source_system, source_instance

),

by_recipient as (

    select
        email_days.email_key,
        recipients.recipient_key,
        min(recipients.person_key) as person_key,
        min(email_days.source_system) as source_system,
        min(email_days.source_instance) as source_instance,
        min(email_days.email_id) as email_id,
        cast(sum(email_days.event_count) as bigint) as event_count,
        cast(sum(email_days.open_count) as bigint) as open_count,
        cast(sum(email_days.click_count) as bigint) as click_count,
        min(email_days.sent_at) as sent_at,
        min(email_days.delivered_at) as delivered_at,
        min(email_days.first_opened_at) as first_opened_at,
        min(email_days.first_clicked_at) as first_clicked_at,
        min(email_days.bounced_at) as bounced_at,
        min(email_days.unsubscribed_at) as unsubscribed_at
    from email_days
    inner join recipients on email_days.recipient_record_key = recipients.recipient_record_key
    group by email_days.email_key, recipients.recipient_key

),

final as (

    select
        -- keys
        {{ surrogate_key('email_engagement', ['by_recipient.email_key', 'by_recipient.recipient_key']) }} as email_engagement_key,
        by_recipient.email_key,
        by_recipient.recipient_key,
        by_recipient.person_key,
        -- dimensions
        by_recipient.source_system,
        by_recipient.email_id,
        -- measures
        by_recipient.event_count,
        by_recipient.open_count,
        by_recipient.click_count,
        -- timestamps
        by_recipient.sent_at,
        -- A system that tells of no deliveries at all: what was sent and did not bounce has arrived.
        case
            when systems_with_deliveries.source_system is not null then by_recipient.delivered_at
            when by_recipient.bounced_at is null then by_recipient.sent_at
        end as delivered_at,
        by_recipient.first_opened_at,
        by_recipient.first_clicked_at,
        conversions.first_converted_at,
        by_recipient.bounced_at,
        by_recipient.unsubscribed_at
    from by_recipient
    left join systems_with_deliveries
        on
            by_recipient.source_system = systems_with_deliveries.source_system
            and by_recipient.source_instance = systems_with_deliveries.source_instance
    left join conversions
        on by_recipient.email_key = conversions.email_key and by_recipient.person_key = conversions.person_key

)

select * from final
