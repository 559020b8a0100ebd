-- Grain: one row per transition of a person into another stage (stage_event_key).

with

stage_events as (

    select * from {{ ref('int_lifecycle__stage_events') }}

),

final as (

    select
        stage_event_key,
        person_key,
        from_stage,
        to_stage,
        source_system,
        is_regression,
        is_inferred,
        transition_number,
        cycle_number,
        changed_date,
        changed_at
    from stage_events

)

select * from final
