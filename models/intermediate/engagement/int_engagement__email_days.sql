-- Grain: one row per e-mail, recipient as the system names them, and reporting day (email_key, recipient_record_key, event_date).
-- Holds only what a later row of another day cannot change: who the recipient is is joined further on.
-- A day is whole or absent: what changed or vanished is deleted first, then every absent day is read again.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    partition_by=event_partitions(),
    pre_hook="{{ delete_changed_event_days('int_ma__email_event_days') }}"
) }}

with

email_events as (

    select * from {{ ref('int_ma__email_events') }}

),

days_to_read as (

    {{ absent_event_days('int_ma__email_event_days') }}

),

-- What a scanner or a privacy proxy opened or clicked is an event of nobody. An event that names no recipient stands for one.
events_read as (

    select
        {{ email_key() }} as email_key,
        source_system,
        source_instance,
        email_id,
        email_name,
        program_id,
        ma_person_id,
        {{ normalised_email('email') }} as email_normalised,
        case when ma_person_id is null and {{ normalised_email('email') }} is null then email_event_id end as nameless_event_id,
        case
            when coalesce(is_machine_open, false) and {{ folded_text('event_type') }} in ('opened', 'clicked') then 'machine'
            else {{ folded_text('event_type') }}
        end as event_type,
        {{ to_reporting_date('occurred_at') }} as event_date,
        occurred_at
    from email_events
    where not is_deleted and occurred_at is not null

),

events as (

    select
        events_read.*,
        {{ surrogate_key('recipient_record', [
            'events_read.source_system', 'events_read.source_instance', 'events_read.ma_person_id', 'events_read.email_normalised',
            "coalesce(events_read.nameless_event_id, '')"
        ]) }} as recipient_record_key,
        days_to_read.day_fingerprint
    from events_read
    inner join days_to_read
        on
            events_read.source_system = days_to_read.source_system
            and events_read.source_instance = days_to_read.source_instance
            and events_read.event_date = days_to_read.event_date

),

final as (

    select
        -- keys
        email_key,
        recipient_record_key,
        min(source_system) as source_system,
        min(source_instance) as source_instance,
        min(email_id) as email_id,
        min(program_id) as program_id,
        min(ma_person_id) as ma_person_id,
        -- dimensions
        max(email_name) as email_name,
        min(email_normalised) as email_normalised,
        min(day_fingerprint) as day_fingerprint,
        -- measures
        count(*) as event_count,
        {% for event_type, measure in [
            ('sent', 'sent_count'), ('delivered', 'delivered_count'), ('opened', 'open_count'), ('clicked', 'click_count')
        ] %}
        count(case when event_type = '{{ event_type }}' then 1 end) as {{ measure }},
        {% endfor %}
        -- dates
        event_date,
        -- timestamps
        min(case when event_type = 'sent' then occurred_at end) as sent_at,
        min(case when event_type = 'delivered' then occurred_at end) as delivered_at,
        min(case when event_type = 'opened' then occurred_at end) as first_opened_at,
        min(case when event_type = 'clicked' then occurred_at end) as first_clicked_at,
        max(case when event_type = 'clicked' then occurred_at end) as last_clicked_at,
        min(case when event_type = 'bounced' then occurred_at end) as bounced_at,
        min(case when event_type = 'unsubscribed' then occurred_at end) as unsubscribed_at
    from events
    group by email_key, recipient_record_key, event_date

)

select * from final
