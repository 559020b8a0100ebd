-- Grain: one row per event of a marketing e-mail (source_system, source_instance, email_event_id).
-- Excludes: what base_hubspot__email_event marks as excluded; kinds that are no event of the port (processed, deferred,
-- dropped before sending, printed, forwarded) and changes of a subscription other than its end.

{%- set machine_words = 'bot|crawl|spider|scanner|barracuda|mimecast|proofpoint|safelinks|fireeye|ironport|headless|python|curl' %}

with

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

email_campaigns as (

    select * from {{ ref('base_hubspot__email_campaign') }}

),

detailed as (

    select
        email_events.*,
        email_campaigns.email_name,
        upper(email_events.event_type) as event_word,
        coalesce(clicks.url, email_events.url) as clicked_url,
        coalesce(opens.user_agent, clicks.user_agent, email_events.user_agent) as program,
        lower(
            coalesce(opens.user_agent, clicks.user_agent, email_events.user_agent, '')
            || ' '
            || coalesce(opens.browser, clicks.browser, email_events.browser, '')
        ) as program_words,
        upper(
            coalesce(status_changes.subscription_status, email_events.subscription_status, '')
            || ' '
            || coalesce(status_changes.subscriptions, email_events.subscriptions, '')
        ) as subscription_words
    from email_events
    left join opens
        on
            email_events.source_system = opens.source_system
            and email_events.source_instance = opens.source_instance
            and email_events.email_event_id = opens.email_event_id
    left join clicks
        on
            email_events.source_system = clicks.source_system
            and email_events.source_instance = clicks.source_instance
            and email_events.email_event_id = clicks.email_event_id
    left join status_changes
        on
            email_events.source_system = status_changes.source_system
            and email_events.source_instance = status_changes.source_instance
            and email_events.email_event_id = status_changes.email_event_id
    left join email_campaigns
        on
            email_events.source_system = email_campaigns.source_system
            and email_events.source_instance = email_campaigns.source_instance
            and email_events.email_id = email_campaigns.email_id
    where not email_events.is_excluded

),

-- A report of spam ends the subscription too.
typed as (

    select
        *,
        case
            when event_word = 'SENT' then 'sent'
            when event_word = 'DELIVERED' then 'delivered'
            when event_word = 'OPEN' then 'opened'
            when event_word = 'CLICK' then 'clicked'
            when event_word = 'BOUNCE' then 'bounced'
            when event_word = 'SPAMREPORT' then 'unsubscribed'
            when event_word = 'STATUSCHANGE' and subscription_words like '%UNSUBSCRIBED%' then 'unsubscribed'
        end as port_event_type
    from detailed

),

-- Apple's privacy proxy calls itself by the bare word Mozilla/5.0 and nothing else.
final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        email_event_id,
        cast(null as {{ dbt.type_string() }}) as ma_person_id,
        recipient as email,
        -- dimensions
        email_id,
        email_name,
        cast(null as {{ dbt.type_string() }}) as program_id,
        port_event_type as event_type,
        case when port_event_type = 'clicked' then clicked_url end as url,
        -- flags
        case
            when port_event_type not in ('opened', 'clicked') or trim(program_words) = '' then cast(null as boolean)
            else coalesce(trim(program) = 'Mozilla/5.0', false)
                or regexp_extract(program_words, '{{ machine_words }}', 0) != ''
        end as is_machine_open,
        -- timestamps
        occurred_at
    from typed
    where port_event_type is not null

)

select * from final
