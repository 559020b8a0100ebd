-- Grain: one row per change of an opportunity's stage (stage_change_key).
-- Excludes: history rows that repeat the stage (an amount or a date changed), and changes after as_of.

with

stage_changes as (

    select * from {{ ref('int_crm__opportunity_stage_changes') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

stages as (

    select * from {{ ref('mapping_opportunity_stages') }}

),

mapped as (

    select
        entities.entity_key as opportunity_key,
        stage_changes.source_system,
        stage_changes.to_stage as stage_original,
        coalesce(own_stages.stage, any_stages.stage, '(unmapped)') as stage,
        stage_changes.changed_at
    from stage_changes
    inner join entities
        on {{ surrogate_key('crm_opportunity', [
            'stage_changes.source_system', 'stage_changes.source_instance', 'stage_changes.opportunity_id'
        ]) }} = entities.identifier_key
    inner join opportunities on entities.identifier_key = opportunities.record_key
    left join stages as own_stages
        on
            {{ folded_text('stage_changes.to_stage') }} = own_stages.source_value
            and stage_changes.source_system = own_stages.source_system
            and own_stages.pipeline = '*'
    left join stages as any_stages
        on
            {{ folded_text('stage_changes.to_stage') }} = any_stages.source_value
            and any_stages.source_system = '*'
            and any_stages.pipeline = '*'
    where
        not stage_changes.is_deleted
        and {{ to_reporting_date('stage_changes.changed_at') }} <= {{ as_of_date() }}

),

with_previous as (

    select
        *,
        lag(stage_original) over (partition by opportunity_key order by changed_at, stage_original) as previous_original,
        lag(stage) over (partition by opportunity_key order by changed_at, stage_original) as previous_stage,
        row_number() over (partition by opportunity_key order by changed_at, stage_original) as entry_number
    from mapped

),

transitions as (

    select
        *,
        lag(changed_at) over (partition by opportunity_key order by entry_number) as previous_changed_at
    from with_previous
    where previous_original is null or previous_original != stage_original

),

final as (

    select
        -- keys
        {{ surrogate_key('opportunity_stage_change', ['opportunity_key', 'entry_number']) }} as stage_change_key,
        opportunity_key,
        -- dimensions
        previous_stage as from_stage,
        stage as to_stage,
        stage_original as to_stage_original,
        source_system,
        -- measures
        cast(
            {{ dbt.datediff(to_reporting_date('previous_changed_at'), to_reporting_date('changed_at'), 'day') }} as bigint
        ) as days_in_from_stage,
        -- dates
        {{ to_reporting_date('changed_at') }} as changed_date,
        -- timestamps
        changed_at
    from transitions

)

select * from final
