-- Grain: one row per reporting day of web events (source_system, source_instance, event_date).
-- Why: the fingerprint is all that the incremental models compare: a late, restated or removed file changes it, and so
-- does a var that decides how the landed text is read.

with

landed_days as (

    select * from {{ ref('int_web__landed_event_days') }}

),

landed_files as (

    select * from {{ ref('stg_landing__landed_files') }}

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

final as (

    select
        -- keys
        source_system,
        source_instance,
        -- measures
        cast(sum(row_count) as bigint) as row_count,
        case
            when max(case when is_unknown then 1 else 0 end) = 0
                then {{ fingerprint_of_day(joined_texts('file_text')) }}
        end as day_fingerprint,
        -- dates
        event_date
    from described
    group by source_system, source_instance, event_date

)

select * from final
