-- Grain: one row per event of the flat table (source_system, source_instance, web_event_id).
-- Why: a day of a property is read from one table; the rows of this one on another table's days are excluded.

with

first_tables as (

    {{ ga4_first_tables() }}

),

events as (

    {{ ga4_events('event') }}

),

final as (

    select
        events.*,
        coalesce(events.table_rank > first_tables.first_rank, false) as is_excluded
    from events
    left join first_tables
        on
            events.source_instance = first_tables.source_instance
            and events.property_date = first_tables.property_date

)

select * from final
