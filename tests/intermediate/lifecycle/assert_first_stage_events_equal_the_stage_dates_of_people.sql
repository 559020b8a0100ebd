-- The first event of a stage is dated like the person's first time of that stage, and neither exists without the other.

with

stage_events as (

    select * from {{ ref('int_lifecycle__stage_events') }}

),

person_stages as (

    select * from {{ ref('int_lifecycle__person_stages') }}

),

first_events as (

    select
        person_key,
        to_stage,
        min(changed_date) as changed_date
    from stage_events
    where to_stage in ('lead', 'mql', 'sal', 'sql', 'opportunity', 'won', 'lost', 'disqualified')
    group by person_key, to_stage

),

-- A close that is dated before the opportunity was created is an event of the day of creation.
stage_dates as (

    {% for stage in ['lead', 'mql', 'sal', 'sql', 'opportunity'] -%}
    select
        person_key,
        '{{ stage }}' as to_stage,
        {{ stage }}_date as changed_date
    from person_stages
    where {{ stage }}_date is not null
    union all
    {% endfor -%}
    {% for stage in ['won', 'lost'] -%}
    select
        person_key,
        '{{ stage }}' as to_stage,
        greatest({{ stage }}_date, opportunity_date) as changed_date
    from person_stages
    where {{ stage }}_date is not null
    union all
    {% endfor -%}
    select
        person_key,
        'disqualified' as to_stage,
        {{ to_reporting_date('disqualified_at') }} as changed_date
    from person_stages
    where disqualified_at is not null

)

select
    coalesce(first_events.person_key, stage_dates.person_key) as person_key,
    coalesce(first_events.to_stage, stage_dates.to_stage) as to_stage,
    first_events.changed_date as event_date,
    stage_dates.changed_date as stage_date
from first_events
full outer join stage_dates
    on first_events.person_key = stage_dates.person_key and first_events.to_stage = stage_dates.to_stage
where first_events.changed_date is distinct from stage_dates.changed_date
