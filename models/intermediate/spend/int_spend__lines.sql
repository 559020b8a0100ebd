-- Grain: one row per cost of a day, in marketing or sales (spend_line_key).
-- Why: every yen once. The ledger leaves out what ad platforms report; a CRM campaign leaves out what its MA programme or ads report.
-- Excludes: costs after as_of. A programme or campaign is booked evenly over its days, to the cent.

with

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ledger as (

    select * from {{ ref('int_finance__costs') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

ad_platforms as (

    select * from {{ ref('mapping_ad_platforms') }}

),

channels as (

    select * from {{ ref('mapping_channels') }}

),

exchange_rates as (

    select * from {{ ref('int_finance__exchange_rates_daily') }}

),

campaign_days as (

    {{ numbers(3660) }}

),

ad_lines as (

    select
        {{ surrogate_key('ad_line', [
            'ad_stats.source_system', 'ad_stats.source_instance', 'ad_stats.ad_account_id', 'ad_stats.stat_date',
            'ad_stats.campaign_id', 'ad_stats.ad_group_id', "coalesce(ad_stats.ad_id, '')"
        ]) }} as spend_line_key,
        entities.entity_key as campaign_key,
        'marketing' as cost_function,
        'ad_spend' as cost_type,
        coalesce(utm_channels.channel, ad_platforms.channel, '(unmapped)') as channel,
        ad_stats.source_system,
        ad_stats.currency,
        ad_stats.cost as amount_original,
        ad_stats.stat_date as spend_date
    from ad_stats
    left join utm_channels
        on
            {{ utm_key('ad_stats.utm_source', 'ad_stats.utm_medium', 'ad_stats.utm_campaign', "''") }} = utm_channels.utm_key
            and utm_channels.channel != '(unmapped)'
    left join ad_platforms on {{ folded_text('ad_stats.platform') }} = ad_platforms.platform
    left join entities
        on {{ surrogate_key('ad_campaign', [
            'ad_stats.source_system', 'ad_stats.source_instance', 'ad_stats.platform', 'ad_stats.campaign_id'
        ]) }} = entities.identifier_key
    where ad_stats.cost is not null and not ad_stats.is_deleted

),

program_costs as (

    select
        entities.identifier_key,
        entities.entity_key as campaign_key,
        'program_cost' as cost_type,
        ma_programs.source_system,
        ma_programs.currency,
        ma_programs.cost as amount_original,
        coalesce(ma_programs.start_date, ma_programs.end_date) as start_date,
        ma_programs.end_date
    from ma_programs
    inner join entities
        on {{ surrogate_key('ma_program', ['ma_programs.source_system', 'ma_programs.source_instance', 'ma_programs.program_id']) }}
            = entities.identifier_key
    where ma_programs.cost is not null and not ma_programs.is_deleted

),

reported_campaigns as (

    select campaign_key from program_costs
    union
    select campaign_key from ad_lines
    where amount_original > 0 and campaign_key is not null

),

crm_campaign_costs as (

    select
        entities.identifier_key,
        entities.entity_key as campaign_key,
        'campaign_cost' as cost_type,
        crm_campaigns.source_system,
        crm_campaigns.currency,
        crm_campaigns.actual_cost as amount_original,
        coalesce(
            crm_campaigns.start_date, {{ to_reporting_date('crm_campaigns.created_at') }}, crm_campaigns.end_date
        ) as start_date,
        crm_campaigns.end_date
    from crm_campaigns
    inner join entities
        on {{ surrogate_key('crm_campaign', [
            'crm_campaigns.source_system', 'crm_campaigns.source_instance', 'crm_campaigns.campaign_id'
        ]) }} = entities.identifier_key
    left join reported_campaigns on entities.entity_key = reported_campaigns.campaign_key
    where
        crm_campaigns.actual_cost is not null
        and not crm_campaigns.is_deleted
        and reported_campaigns.campaign_key is null

),

program_and_campaign_costs as (

    select * from program_costs
    union all
    select * from crm_campaign_costs

),

dated_costs as (

    select
        *,
        case when end_date > start_date then {{ dbt.datediff('start_date', 'end_date', 'day') }} + 1 else 1 end as day_count
    from program_and_campaign_costs
    where start_date is not null

),

campaign_lines as (

    select
        {{ surrogate_key('campaign_line', ['dated_costs.identifier_key', 'campaign_days.number']) }} as spend_line_key,
        dated_costs.campaign_key,
        'marketing' as cost_function,
        dated_costs.cost_type,
        coalesce(campaigns.channel, '(unassigned)') as channel,
        dated_costs.source_system,
        dated_costs.currency,
        cast(
            {{ ratio('cast(dated_costs.amount_original as double) * (campaign_days.number + 1)', 'dated_costs.day_count') }}
            as decimal(18, 2)
        )
        - cast(
            {{ ratio('cast(dated_costs.amount_original as double) * campaign_days.number', 'dated_costs.day_count') }}
            as decimal(18, 2)
        ) as amount_original,
        cast({{ dbt.dateadd('day', 'campaign_days.number', 'dated_costs.start_date') }} as date) as spend_date
    from dated_costs
    inner join campaign_days on dated_costs.day_count > campaign_days.number
    left join campaigns on dated_costs.campaign_key = campaigns.campaign_key

),

-- The ledger names a campaign by its id alone: of several systems' the CRM's is meant, then the MA tool's.
campaigns_by_id as (

    select
        identifier_value as campaign_id,
        entity_key as campaign_key,
        row_number() over (
            partition by identifier_value
            order by
                case identifier_type when 'crm_campaign' then 1 when 'ma_program' then 2 else 3 end,
                {{ system_priority('source_system') }},
                identifier_key
        ) as choice
    from entities
    where entity_type = 'campaign'

),

ledger_lines as (

    select
        {{ surrogate_key('ledger_line', ['ledger.source_system', 'ledger.source_instance', 'ledger.cost_id']) }} as spend_line_key,
        coalesce(campaigns_by_id.campaign_key, shortened.campaign_key) as campaign_key,
        coalesce(
            ledger.function,
            case
                when ledger.cost_type like 'marketing%' then 'marketing'
                when ledger.cost_type like 'sales%' then 'sales'
                else 'other'
            end
        ) as cost_function,
        coalesce(ledger.cost_type, 'other') as cost_type,
        case
            when ledger.channel is not null then coalesce(channels.channel, '(unmapped)')
            else coalesce(campaigns.channel, '(unassigned)')
        end as channel,
        ledger.source_system,
        ledger.currency,
        ledger.amount as amount_original,
        ledger.cost_month as spend_date
    from ledger
    left join channels on {{ folded_text('ledger.channel') }} = channels.channel
    left join campaigns_by_id on ledger.campaign_id = campaigns_by_id.campaign_id and campaigns_by_id.choice = 1
    left join campaigns_by_id as shortened
        on
            length(ledger.campaign_id) = 18
            and left(ledger.campaign_id, 15) = shortened.campaign_id
            and shortened.choice = 1
    left join campaigns on coalesce(campaigns_by_id.campaign_key, shortened.campaign_key) = campaigns.campaign_key
    where ledger.amount is not null and not coalesce(ledger.is_in_ad_platform, false) and not ledger.is_deleted

),

all_lines as (

    select * from ad_lines
    union all
    select * from campaign_lines
    union all
    select * from ledger_lines

),

final as (

    select
        -- keys
        all_lines.spend_line_key,
        all_lines.campaign_key,
        -- dimensions
        all_lines.cost_function,
        all_lines.cost_type,
        all_lines.channel,
        all_lines.source_system,
        all_lines.currency,
        -- measures
        {{ to_reporting_currency('all_lines.amount_original', 'all_lines.currency', 'exchange_rates.rate') }} as amount,
        cast(all_lines.amount_original as decimal(18, 2)) as amount_original,
        -- dates
        all_lines.spend_date
    from all_lines
    left join exchange_rates
        on all_lines.currency = exchange_rates.from_currency and all_lines.spend_date = exchange_rates.rate_date
    where all_lines.spend_date <= {{ as_of_date() }}

)

select * from final
