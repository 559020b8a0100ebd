-- Grain: one row per reporting day of e-mail events (source_system, source_instance, event_date).
-- Why: the fingerprint is all that the incremental model compares. A late, restated or removed file changes it, a var
-- that decides how the landed text is read does, and so does an event that a newer version dates to another day or deletes.

{%- set kept_text = "coalesce(cast(kept_days.kept_count as " ~ dbt.type_string() ~ "), '0')" %}

with

landed_days as (

    select * from {{ ref('int_ma__landed_email_event_days') }}

),

landed_files as (

    select * from {{ ref('stg_landing__landed_files') }}

),

email_events as (

    select * from {{ ref('int_ma__email_events') }}

),

kept_days as (

    select
        source_system,
        source_instance,
        {{ to_reporting_date('occurred_at') }} as event_date,
        count(*) as kept_count
    from email_events
    where not is_deleted and occurred_at is not null
    group by source_system, source_instance, {{ to_reporting_date('occurred_at') }}

),

described as (

    select
        landed_days.source_system,
        landed_days.source_instance,
        landed_days.event_date,
        landed_days.row_count,
        landed_days.landed_file is null and landed_days.last_loaded_at is null as is_unknown,
        {{ file_text('landed_days', 'landed_files') }} as file_text
    from landed_days
    left join landed_files on landed_days.landed_file = landed_files.file

),

described_days as (

    select
        source_system,
        source_instance,
        cast(sum(row_count) as bigint) as row_count,
        max(case when is_unknown then 1 else 0 end) = 1 as is_unknown,
        {{ joined_texts('file_text') }} as files_text,
        event_date
    from described
    group by source_system, source_instance, event_date

),

final as (

    select
        -- keys
        described_days.source_system,
        described_days.source_instance,
        -- measures
        described_days.row_count,
        coalesce(kept_days.kept_count, 0) as kept_count,
        case
            when not described_days.is_unknown
                then {{ fingerprint_of_day("described_days.files_text || '|' || " ~ kept_text) }}
        end as day_fingerprint,
        -- dates
        described_days.event_date
    from described_days
    left join kept_days
        on
            described_days.source_system = kept_days.source_system
            and described_days.source_instance = kept_days.source_instance
            and described_days.event_date = kept_days.event_date

)

select * from final
