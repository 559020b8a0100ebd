-- Grain: one row per deal (source_system, source_instance, opportunity_id).
-- Why: a deal names its stage and pipeline by id; labels are what people know and map. Won and lost are the stage's marks.

with

deals as (

    select * from {{ ref('base_hubspot__deal') }}

),

merged_deals as (

    select * from {{ ref('base_hubspot__merged_deal') }}

),

pipelines as (

    select * from {{ ref('base_hubspot__deal_pipeline') }}

),

pipeline_stages as (

    select * from {{ ref('base_hubspot__deal_pipeline_stage') }}

),

deal_companies as (

    select * from {{ ref('base_hubspot__deal_company') }}

),

known_merges as (

    {{ listed_and_logged_merges('deals', 'opportunity_id', 'merged_deals', 'merged_opportunity_id') }}

),

deals_with_merges as (

    {{ records_with_merges('deals', 'opportunity_id', 'known_merges', [
        'account_id', 'opportunity_name', 'pipeline_id', 'stage_id', 'deal_type', 'currency', 'owner_id',
        'lead_source', 'original_source', 'product_category', 'lost_reason', 'salesforce_opportunity_id',
        'is_closed', 'is_won', 'amount', 'recurring_amount', 'probability', 'contract_start_date',
        'contract_end_date', 'closed_at', 'record_created_at', 'record_updated_at'
    ]) }}

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

-- Of several companies the primary one (association type 5), else the one that was recorded first.
companies as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, opportunity_id
            order by
                case when association_type_id = '5' then 0 else 1 end,
                length(account_id),
                account_id,
                association_category nulls last,
                association_type_id nulls last
        ) as company_rank
    from deal_companies
    where not is_deleted

),

labelled as (

    select
        deals_with_merges.*,
        replace(replace({{ folded_text('deals_with_merges.deal_type') }}, '-', ' '), '_', ' ') as type_words,
        coalesce(deals_with_merges.account_id, companies.account_id) as deal_account_id,
        coalesce(stages.stage_name, deals_with_merges.stage_id) as stage,
        coalesce(pipelines.pipeline_name, deals_with_merges.pipeline_id) as pipeline,
        coalesce(deals_with_merges.probability, stages.probability) as deal_probability,
        coalesce(stages.is_won, deals_with_merges.is_won, stages.is_closed and stages.probability = 1) as is_deal_won,
        coalesce(
            coalesce(stages.is_won, false) or (stages.is_closed and coalesce(stages.probability, 0) in (0, 1)),
            deals_with_merges.is_closed
        ) as is_deal_closed
    from deals_with_merges
    left join stages
        on
            deals_with_merges.source_system = stages.source_system
            and deals_with_merges.source_instance = stages.source_instance
            and deals_with_merges.stage_id = stages.stage_id
            and stages.stage_rank = 1
    left join pipelines
        on
            deals_with_merges.source_system = pipelines.source_system
            and deals_with_merges.source_instance = pipelines.source_instance
            and deals_with_merges.pipeline_id = pipelines.pipeline_id
    left join companies
        on
            deals_with_merges.source_system = companies.source_system
            and deals_with_merges.source_instance = companies.source_instance
            and deals_with_merges.opportunity_id = companies.opportunity_id
            and companies.company_rank = 1
    where deals_with_merges.is_landed

),

final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        deal_account_id as account_id,
        -- dimensions
        opportunity_name,
        case
            when type_words = 'newbusiness' then 'new_business'
            when type_words in ('existingbusiness', 'existing business') then 'expansion'
            else {{ opportunity_type('type_words') }}
        end as opportunity_type,
        stage,
        -- amounts
        amount,
        currency,
        deal_probability as probability,
        -- dimensions
        owner_id,
        coalesce(lead_source, original_source) as lead_source,
        cast(null as {{ dbt.type_string() }}) as campaign_id,
        product_category,
        lost_reason,
        pipeline,
        -- flags
        is_deal_closed as is_closed,
        is_deal_won as is_won,
        -- dates
        {{ to_reporting_date('closed_at') }} as close_date,
        contract_start_date,
        contract_end_date,
        recurring_amount,
        case when salesforce_opportunity_id is not null then 'salesforce' end as external_system,
        salesforce_opportunity_id as external_id,
        -- timestamps
        record_created_at as created_at,
        record_updated_at as updated_at
    from labelled

)

select * from final
