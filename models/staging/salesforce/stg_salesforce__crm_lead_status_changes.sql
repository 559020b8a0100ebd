-- Grain: one row per status change (source_system, source_instance, lead_id, changed_at, to_status).
-- Why: lead_history holds field changes (with lead_id), or versions of the lead kept by the loader.

with

history as (

    select * from {{ ref('base_salesforce__lead_history') }}

),

field_changes as (

    select
        source_system,
        source_instance,
        is_deleted,
        history_id,
        lead_id,
        created_at as changed_at,
        new_value as to_status,
        old_value as from_status,
        changed_by_id
    from history
    where
        lead_id is not null
        and replace(replace(lower(field_name), ' ', ''), '_', '') in ('status', 'leadstatus')

),

versions as (

    select
        source_system,
        source_instance,
        is_deleted,
        history_id,
        history_id as lead_id,
        valid_from_at as changed_at,
        status as to_status,
        lag(status) over (
            partition by source_system, source_instance, history_id order by valid_from_at
        ) as from_status,
        cast(null as {{ dbt.type_string() }}) as changed_by_id
    from history
    where lead_id is null and valid_from_at is not null

),

changes as (

    select * from field_changes
    union all
    select * from versions

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, lead_id, changed_at, to_status
            order by is_deleted, history_id, from_status nulls last
        ) as change_rank
    from changes
    where changed_at is not null and to_status is not null

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        lead_id,
        changed_at,
        to_status,
        from_status,
        changed_by_id
    from ranked
    where change_rank = 1

)

select * from final
