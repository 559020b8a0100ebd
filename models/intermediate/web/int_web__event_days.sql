-- Grain: one row per reporting day of web events (source_system, source_instance, event_date).
-- Why: the fingerprint is all that the incremental models compare: a late, restated or removed file changes it, and so
-- does a var that decides how the landed text is read.

{%- set reading = local_md5(tojson({
    'reporting_timezone': var('reporting_timezone'),
    'source_timezone': var('source_timezone'),
    'slash_dates': var('slash_dates'),
    'column_overrides': var('column_overrides'),
}, sort_keys=true)) %}

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
        coalesce(landed_days.landed_file, '')
        || '|' || coalesce(cast(landed_files.byte_count as {{ dbt.type_string() }}), '')
        || '|' || coalesce(cast(landed_files.file_modified_at as {{ dbt.type_string() }}), '')
        || '|' || cast(landed_days.row_count as {{ dbt.type_string() }})
        || '|' || coalesce(cast(landed_days.last_loaded_at as {{ dbt.type_string() }}), '') as file_text
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
                then md5('{{ reading }}' || {{ joined_texts('file_text') }})
        end as day_fingerprint,
        -- dates
        event_date
    from described
    group by source_system, source_instance, event_date

)

select * from final
