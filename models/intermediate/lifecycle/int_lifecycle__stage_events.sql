-- Grain: one row per transition of a person into another stage (stage_event_key).
-- Evidence from several systems for one transition is one row, dated by the earliest.

with

stage_evidence as (

    select * from {{ ref('int_lifecycle__stage_evidence') }}

),

acceptances as (

    select * from {{ ref('int_lifecycle__sales_acceptances') }}

),

person_opportunities as (

    select * from {{ ref('int_lifecycle__person_opportunities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

-- A second record of the same person is no second lead.
first_creations as (

    select
        person_key,
        min(occurred_at) as occurred_at
    from stage_evidence
    where evidence = 'record_created'
    group by person_key

),

entries as (

    select
        evidence_key as tie_breaker,
        person_key,
        stage,
        source_system,
        is_dated_by_snapshot,
        occurred_at
    from stage_evidence
    where evidence != 'record_created' and stage != '(unmapped)'
    union all
    select
        'lead' as tie_breaker,
        first_creations.person_key,
        'lead' as stage,
        min(stage_evidence.source_system) as source_system,
        false as is_dated_by_snapshot,
        first_creations.occurred_at
    from first_creations
    inner join stage_evidence
        on
            first_creations.person_key = stage_evidence.person_key
            and first_creations.occurred_at = stage_evidence.occurred_at
            and stage_evidence.evidence = 'record_created'
    group by first_creations.person_key, first_creations.occurred_at
    union all
    select
        'activity' as tie_breaker,
        person_key,
        'sal' as stage,
        source_system,
        false as is_dated_by_snapshot,
        accepted_at as occurred_at
    from acceptances
    union all
    select
        'opportunity' as tie_breaker,
        person_key,
        'opportunity' as stage,
        source_system,
        false as is_dated_by_snapshot,
        opportunity_at as occurred_at
    from person_opportunities
    union all
    select
        'close' as tie_breaker,
        person_key,
        case when won_date is not null then 'won' else 'lost' end as stage,
        source_system,
        false as is_dated_by_snapshot,
        greatest({{ start_of_reporting_day('coalesce(won_date, lost_date)') }}, opportunity_at) as occurred_at
    from person_opportunities
    where won_date is not null or lost_date is not null

),

ordered as (

    select
        entries.*,
        {{ lead_stage_order('entries.stage') }} as stage_order,
        row_number() over (
            partition by entries.person_key
            order by entries.occurred_at, {{ lead_stage_order('entries.stage') }} nulls last, entries.tie_breaker
        ) as entry_number
    from entries
    inner join people on entries.person_key = people.person_key

),

with_previous as (

    select
        *,
        lag(stage) over (partition by person_key order by entry_number) as previous_stage
    from ordered

),

transitions as (

    select *
    from with_previous
    where previous_stage is null or previous_stage != stage

),

numbered as (

    select
        *,
        row_number() over (partition by person_key order by entry_number) as transition_number,
        lag(stage_order) over (partition by person_key order by entry_number) as previous_order,
        sum(case when stage = 'mql' then 1 else 0 end) over (
            partition by person_key order by entry_number rows between unbounded preceding and current row
        ) as mql_count
    from transitions

),

final as (

    select
        -- keys
        {{ surrogate_key('stage_event', ['person_key', 'transition_number']) }} as stage_event_key,
        person_key,
        -- dimensions
        previous_stage as from_stage,
        stage as to_stage,
        source_system,
        -- flags
        coalesce(stage_order < previous_order, false) as is_regression,
        is_dated_by_snapshot as is_inferred,
        -- measures
        cast(transition_number as bigint) as transition_number,
        cast(greatest(mql_count, 1) as bigint) as cycle_number,
        -- dates
        {{ to_reporting_date('occurred_at') }} as changed_date,
        -- timestamps
        occurred_at as changed_at
    from numbered

)

select * from final
