-- Grain: one row per e-mail and recipient (email_engagement_key).
-- Excludes: what happened after as_of, and opens and clicks of scanners and privacy proxies.

with

email_recipients as (

    select * from {{ ref('int_engagement__email_recipients') }}

),

emails as (

    select * from {{ ref('int_engagement__emails') }}

),

final as (

    select
        -- keys
        email_recipients.email_engagement_key,
        email_recipients.email_key,
        email_recipients.recipient_key,
        email_recipients.person_key,
        emails.campaign_key,
        -- dimensions
        email_recipients.source_system,
        email_recipients.email_id,
        emails.email_name,
        -- flags
        not emails.is_counted_by_totals as is_counted,
        email_recipients.first_converted_at is not null as has_converted,
        -- measures
        email_recipients.open_count,
        email_recipients.click_count,
        -- dates
        {{ to_reporting_date('email_recipients.sent_at') }} as sent_date,
        {{ to_reporting_date('email_recipients.delivered_at') }} as delivered_date,
        {{ to_reporting_date('email_recipients.first_opened_at') }} as first_opened_date,
        {{ to_reporting_date('email_recipients.first_clicked_at') }} as first_clicked_date,
        {{ to_reporting_date('email_recipients.first_converted_at') }} as first_converted_date,
        -- timestamps
        email_recipients.sent_at,
        email_recipients.delivered_at,
        email_recipients.first_opened_at,
        email_recipients.first_clicked_at,
        email_recipients.first_converted_at,
        email_recipients.bounced_at,
        email_recipients.unsubscribed_at
    from email_recipients
    inner join emails on email_recipients.email_key = emails.email_key

)

select * from final
