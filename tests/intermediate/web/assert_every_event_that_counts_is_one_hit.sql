-- Every event that is not deleted and has a time is one hit, and no other hit is held: day by day, the counts agree.

with

events as (

    select
        source_system,
        source_instance,
        event_date,
        count(*) as event_count
    from {{ ref('int_web__events_normalised') }}
    group by source_system, source_instance, event_date

),

hits as (

    select
        source_system,
        source_instance,
        event_date,
        count(*) as hit_count
    from {{ ref('int_web__hits') }}
    group by source_system, source_instance, event_date

)

select
    coalesce(events.source_system, hits.source_system) as source_system,
    coalesce(events.event_date, hits.event_date) as event_date,
    events.event_count,
    hits.hit_count
from events
full outer join hits
    on
        events.source_system = hits.source_system
        and events.source_instance = hits.source_instance
        and events.event_date = hits.event_date
where events.event_count is distinct from hits.hit_count
