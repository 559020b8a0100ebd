-- Each transition leaves the stage that the one before entered, its number follows, its time is not earlier and not after as_of.

with

stage_events as (

    select * from {{ ref('int_lifecycle__stage_events') }}

),

linked as (

    select
        *,
        lag(to_stage) over (partition by person_key order by transition_number) as previous_to_stage,
        lag(changed_at) over (partition by person_key order by transition_number) as previous_changed_at,
        row_number() over (partition by person_key order by transition_number) as place
    from stage_events

)

select
    stage_event_key,
    person_key,
    transition_number,
    from_stage,
    previous_to_stage,
    to_stage
from linked
where
    from_stage is distinct from previous_to_stage
    or from_stage = to_stage
    or transition_number != place
    or changed_at < previous_changed_at
    or changed_date > {{ as_of_date() }}
