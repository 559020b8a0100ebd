-- Grain: one row per entry of a deal into a stage (source_system, source_instance, opportunity_id, changed_at, to_stage).
-- Why: deal_stage is the history of stages; the history of properties tells it for deals of which deal_stage has nothing.

with

deals as (

    select * from {{ ref('base_hubspot__deal') }}

),

merged_deals as (

    select * from {{ ref('base_hubspot__merged_deal') }}

),

stage_entries as (

    select * from {{ ref('base_hubspot__deal_stage') }}

),

property_changes as (

    select * from {{ ref('base_hubspot__deal_property_history') }}

),

pipeline_stages as (

    select * from {{ ref('base_hubspot__deal_pipeline_stage') }}

),

known_merges as (

    {{ listed_and_logged_merges('deals', 'opportunity_id', 'merged_deals', 'merged_opportunity_id') }}

),

surviving_deals as (

    {{ surviving_ids('known_merges') }}

),

-- A deleted stage still names its deals; an id that two pipelines use names the living one's.
stages as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, stage_id order by is_deleted, pipeline_id nulls last
        ) as stage_rank
    from pipeline_stages

),

deals_with_entries as (

    select distinct
        source_system,
        source_instance,
        opportunity_id
    from stage_entries

),

entries as (

    select
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        stage_id,
        entered_at
    from stage_entries
    union all
    select
        property_changes.source_system,
        property_changes.source_instance,
        property_changes.is_deleted,
        property_changes.opportunity_id,
        property_changes.property_value as stage_id,
        property_changes.changed_at as entered_at
    from property_changes
    left join deals_with_entries
        on
            property_changes.source_system = deals_with_entries.source_system
            and property_changes.source_instance = deals_with_entries.source_instance
            and property_changes.opportunity_id = deals_with_entries.opportunity_id
    where
        property_changes.property_name = 'dealstage'
        and property_changes.property_value is not null
        and deals_with_entries.opportunity_id is null

),

entries_of_survivors as (

    select
        entries.source_system,
        entries.source_instance,
        entries.is_deleted,
        coalesce(surviving_deals.surviving_id, entries.opportunity_id) as opportunity_id,
        entries.entered_at as changed_at,
        entries.stage_id,
        coalesce(stages.stage_name, entries.stage_id) as to_stage,
        stages.probability
    from entries
    left join surviving_deals
        on
            entries.source_system = surviving_deals.source_system
            and entries.source_instance = surviving_deals.source_instance
            and entries.opportunity_id = surviving_deals.merged_id
    left join stages
        on
            entries.source_system = stages.source_system
            and entries.source_instance = stages.source_instance
            and entries.stage_id = stages.stage_id
            and stages.stage_rank = 1

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, opportunity_id, changed_at, to_stage
            order by is_deleted, stage_id
        ) as change_rank
    from entries_of_survivors

),

final as (

    select
        ranked.source_system,
        ranked.source_instance,
        ranked.is_deleted,
        ranked.opportunity_id,
        ranked.changed_at,
        ranked.to_stage,
        lag(ranked.to_stage) over (
            partition by ranked.source_system, ranked.source_instance, ranked.opportunity_id
            order by ranked.changed_at, ranked.probability nulls first, ranked.to_stage
        ) as from_stage,
        cast(null as decimal(18, 2)) as amount,
        deals.currency,
        cast(null as date) as close_date,
        ranked.probability
    from ranked
    left join deals
        on
            ranked.source_system = deals.source_system
            and ranked.source_instance = deals.source_instance
            and ranked.opportunity_id = deals.opportunity_id
    where ranked.change_rank = 1

)

select * from final
