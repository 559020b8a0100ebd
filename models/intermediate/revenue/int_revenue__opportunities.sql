-- Grain: one row per opportunity across CRMs, by its state at as_of (opportunity_key).
-- Of several records each attribute is that of the first system that knows it, an amount with its own currency.
-- Excludes: deleted opportunities and those created after as_of. A close after as_of has not happened yet.

with

opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

products as (

    select * from {{ ref('int_crm__opportunity_products') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

stages as (

    select * from {{ ref('mapping_opportunity_stages') }}

),

lead_sources as (

    select * from {{ ref('mapping_lead_sources') }}

),

exchange_rates as (

    select * from {{ ref('int_finance__exchange_rates_daily') }}

),

records as (

    select
        opportunities.*,
        entities.identifier_key as record_key,
        entities.entity_key as opportunity_key,
        {{ surrogate_key('crm_account', ['opportunities.source_system', 'opportunities.source_instance', 'opportunities.account_id']) }}
            as account_record_key,
        {{ surrogate_key('crm_campaign', ['opportunities.source_system', 'opportunities.source_instance', 'opportunities.campaign_id']) }}
            as campaign_identifier_key,
        {{ surrogate_key('crm_user', ['opportunities.source_system', 'opportunities.source_instance', 'opportunities.owner_id']) }}
            as owner_key,
        row_number() over (
            partition by entities.entity_key
            order by
                {{ system_priority('opportunities.source_system') }},
                opportunities.created_at nulls last,
                opportunities.opportunity_id
        ) as record_rank
    from opportunities
    inner join entities
        on {{ surrogate_key('crm_opportunity', [
            'opportunities.source_system', 'opportunities.source_instance', 'opportunities.opportunity_id'
        ]) }} = entities.identifier_key
    where not opportunities.is_deleted

),

merged as (

    select
        opportunity_key,
        {{ first_known('record_key', 'record_rank') }} as record_key,
        {{ first_known('account_record_key', 'record_rank') }} as account_record_key,
        {{ first_known('campaign_identifier_key', 'record_rank') }} as campaign_identifier_key,
        {{ first_known('owner_key', 'record_rank') }} as owner_key,
        {{ first_known('opportunity_type', 'record_rank') }} as opportunity_type,
        {{ first_known('stage', 'record_rank') }} as stage_original,
        {{ first_known("case when stage is not null then coalesce(pipeline, '*') end", 'record_rank') }} as pipeline,
        {{ first_known("case when stage is not null then source_system end", 'record_rank') }} as stage_system,
        {{ first_known('lead_source', 'record_rank') }} as lead_source,
        {{ first_known("case when lead_source is not null then source_system end", 'record_rank') }} as lead_source_system,
        {{ first_known('source_system', 'record_rank') }} as source_system,
        {{ first_known('product_category', 'record_rank') }} as product_category,
        {{ first_known('lost_reason', 'record_rank') }} as lost_reason,
        coalesce(
            {{ first_known('case when amount is not null then currency end', 'record_rank') }},
            {{ first_known('currency', 'record_rank') }}
        ) as currency,
        {{ first_known('case when recurring_amount is not null then currency end', 'record_rank') }} as recurring_currency,
        {{ first_known('is_closed', 'record_rank') }} as is_closed_landed,
        {{ first_known('is_won', 'record_rank') }} as is_won_landed,
        {{ first_known('amount', 'record_rank') }} as amount_original,
        {{ first_known('recurring_amount', 'record_rank') }} as recurring_amount_original,
        {{ first_known('probability', 'record_rank') }} as probability,
        {{ first_known('close_date', 'record_rank') }} as close_date,
        {{ first_known('contract_start_date', 'record_rank') }} as contract_start_date,
        {{ first_known('contract_end_date', 'record_rank') }} as contract_end_date,
        -- A deal without a creation date is as old as the first date that is known of it.
        min(coalesce(created_at, updated_at, {{ start_of_reporting_day('close_date') }})) as created_at
    from records
    group by opportunity_key

),

category_amounts as (

    select
        records.opportunity_key,
        products.product_category,
        sum(products.amount) as amount
    from products
    inner join records
        on {{ surrogate_key('crm_opportunity', ['products.source_system', 'products.source_instance', 'products.opportunity_id']) }}
            = records.record_key
    where products.product_category is not null and not products.is_deleted
    group by records.opportunity_key, products.product_category

),

main_categories as (

    select
        opportunity_key,
        product_category,
        row_number() over (partition by opportunity_key order by amount desc nulls last, product_category asc) as choice
    from category_amounts

),

staged as (

    select
        merged.*,
        account_entities.entity_key as account_key,
        campaign_entities.entity_key as campaign_key,
        coalesce(merged.product_category, main_categories.product_category, '(unassigned)') as main_product_category,
        coalesce(
            own_pipeline_stages.stage,
            own_stages.stage,
            any_stages.stage,
            case when merged.stage_original is null then '(unassigned)' else '(unmapped)' end
        ) as stage,
        case
            when merged.lead_source is null then '(unassigned)'
            else coalesce(own_sources.channel, any_sources.channel, '(unmapped)')
        end as lead_source_channel,
        {{ to_reporting_date('merged.created_at') }} as created_date
    from merged
    left join main_categories
        on merged.opportunity_key = main_categories.opportunity_key and main_categories.choice = 1
    left join entities as account_entities on merged.account_record_key = account_entities.identifier_key
    left join entities as campaign_entities on merged.campaign_identifier_key = campaign_entities.identifier_key
    left join stages as own_pipeline_stages
        on
            {{ folded_text('merged.stage_original') }} = own_pipeline_stages.source_value
            and merged.stage_system = own_pipeline_stages.source_system
            and {{ folded_text('merged.pipeline') }} = own_pipeline_stages.pipeline
    left join stages as own_stages
        on
            {{ folded_text('merged.stage_original') }} = own_stages.source_value
            and merged.stage_system = own_stages.source_system
            and own_stages.pipeline = '*'
            and merged.pipeline != '*'
    left join stages as any_stages
        on
            {{ folded_text('merged.stage_original') }} = any_stages.source_value
            and any_stages.source_system = '*'
            and any_stages.pipeline = '*'
    left join lead_sources as own_sources
        on
            {{ folded_text('merged.lead_source') }} = own_sources.source_value
            and merged.lead_source_system = own_sources.source_system
    left join lead_sources as any_sources
        on {{ folded_text('merged.lead_source') }} = any_sources.source_value and any_sources.source_system = '*'

),

at_as_of as (

    select
        *,
        coalesce(is_closed_landed, stage in ('won', 'lost'))
        and close_date is not null
        and close_date <= {{ as_of_date() }} as is_closed,
        coalesce(is_won_landed, stage = 'won')
        and coalesce(is_closed_landed, stage in ('won', 'lost'))
        and close_date is not null
        and close_date <= {{ as_of_date() }} as is_won
    from staged
    where created_date <= {{ as_of_date() }}

),

first_wins as (

    select
        account_key,
        min(close_date) as first_won_date
    from at_as_of
    where is_won and account_key is not null
    group by account_key

),

final as (

    select
        -- keys
        at_as_of.opportunity_key,
        at_as_of.record_key,
        at_as_of.account_key,
        at_as_of.campaign_key,
        at_as_of.owner_key,
        -- dimensions
        coalesce(
            at_as_of.opportunity_type,
            case when first_wins.first_won_date < at_as_of.created_date then 'expansion' else 'new_business' end
        ) as opportunity_type,
        at_as_of.stage,
        at_as_of.lead_source,
        at_as_of.lead_source_channel,
        at_as_of.source_system,
        at_as_of.main_product_category as product_category,
        at_as_of.lost_reason,
        at_as_of.currency,
        -- flags
        at_as_of.is_closed,
        at_as_of.is_won,
        at_as_of.opportunity_type is null as is_type_inferred,
        -- measures
        {{ to_reporting_currency('at_as_of.amount_original', 'at_as_of.currency', 'exchange_rates.rate') }} as amount,
        at_as_of.amount_original,
        {{ to_reporting_currency(
            'at_as_of.recurring_amount_original', 'at_as_of.recurring_currency', 'recurring_rates.rate'
        ) }} as recurring_amount,
        at_as_of.probability,
        -- dates
        at_as_of.created_date,
        at_as_of.close_date,
        at_as_of.contract_start_date,
        at_as_of.contract_end_date,
        -- timestamps
        at_as_of.created_at
    from at_as_of
    left join first_wins on at_as_of.account_key = first_wins.account_key
    left join exchange_rates
        on
            at_as_of.currency = exchange_rates.from_currency
            and case when at_as_of.is_closed then at_as_of.close_date else {{ as_of_date() }} end = exchange_rates.rate_date
    left join exchange_rates as recurring_rates
        on
            at_as_of.recurring_currency = recurring_rates.from_currency
            and case when at_as_of.is_closed then at_as_of.close_date else {{ as_of_date() }} end = recurring_rates.rate_date

)

select * from final
