-- Grain: one row per reporting day of web events and landed file (source_system, source_instance, event_date, landed_file).
-- Why: an event id that another file dates differently belongs to the files of both days, so that either day is
-- rebuilt when either file changes.

with

landed as (

    {{ read_landed_table('generic', 'web_events') }}

),

landed_days as (

    {{ landed_event_days('generic', 'web_events', 'occurred_at') }}

),

versions as (

    select
        source_system,
        source_instance,
        web_event_id,
        landed_file,
        loaded_at,
        {{ to_reporting_date('occurred_at') }} as event_date
    from landed
    where web_event_id is not null

),

moved_events as (

    select
        source_system,
        source_instance,
        web_event_id
    from versions
    group by source_system, source_instance, web_event_id
    having min(event_date) < max(event_date)

),

moved_versions as (

    select versions.*
    from versions
    inner join moved_events
        on
            versions.source_system = moved_events.source_system
            and versions.source_instance = moved_events.source_instance
            and versions.web_event_id = moved_events.web_event_id

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
        versions.source_system,
        versions.source_instance,
        versions.event_date,
        other_versions.landed_file,
        0 as row_count,
        other_versions.loaded_at as last_loaded_at
    from moved_versions as versions
    inner join moved_versions as other_versions
        on
            versions.source_system = other_versions.source_system
            and versions.source_instance = other_versions.source_instance
            and versions.web_event_id = other_versions.web_event_id
    where versions.event_date is not null

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
