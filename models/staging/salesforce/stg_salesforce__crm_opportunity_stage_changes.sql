-- Grain: one row per history entry (source_system, source_instance, opportunity_id, changed_at, to_stage).
-- Why: opportunity_history holds Salesforce's changes (with opportunity_id), or versions of the opportunity
-- kept by the loader. Either has an entry for a new amount or date too, so a stage may repeat.

with

history as (

    select * from {{ ref('base_salesforce__opportunity_history') }}

),

changes as (

    select
        source_system,
        source_instance,
        is_deleted,
        history_id,
        valid_from_at,
        case
            when opportunity_id is not null then opportunity_id
            when valid_from_at is not null then history_id
        end as opportunity_id,
        case when opportunity_id is not null then created_at else valid_from_at end as changed_at,
        stage as to_stage,
        amount,
        currency,
        close_date,
        {{ ratio('probability', 100) }} as probability
    from history

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, opportunity_id, changed_at, to_stage
            order by is_deleted, history_id, valid_from_at nulls last
        ) as change_rank
    from changes
    where opportunity_id is not null and changed_at is not null and to_stage is not null

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        changed_at,
        to_stage,
        lag(to_stage) over (
            partition by source_system, source_instance, opportunity_id
            order by changed_at, history_id, to_stage
        ) as from_stage,
        amount,
        currency,
        close_date,
        probability
    from ranked
    where change_rank = 1

)

select * from final
