-- Grain: one row per cost line and segment to which it is allocated (allocation_key).
-- Why: people, tools and sales costs have no channel, and no cost has a segment: each is split in proportion to the
-- new-business opportunities created in its month (of its own channel, where it has one), to the cent.

with

lines as (

    select * from {{ ref('int_spend__lines') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

opportunity_sources as (

    select * from {{ ref('int_revenue__opportunity_sources') }}

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

daily_lines as (

    select
        cost_function,
        cost_type,
        channel,
        campaign_key,
        spend_date,
        cast({{ dbt.date_trunc('month', 'spend_date') }} as date) as spend_month,
        cast(sum(amount) as decimal(18, 2)) as amount
    from lines
    where amount is not null
    group by cost_function, cost_type, channel, campaign_key, spend_date

),

segments as (

    select
        opportunity_sources.channel,
        opportunity_sources.campaign_key,
        coalesce(accounts.industry, people.industry, '(unassigned)') as industry,
        coalesce(accounts.size_band, people.size_band, '(unassigned)') as size_band,
        cast({{ dbt.date_trunc('month', 'opportunities.created_date') }} as date) as created_month,
        count(*) as opportunity_count
    from opportunities
    inner join opportunity_sources on opportunities.opportunity_key = opportunity_sources.opportunity_key
    left join accounts on opportunities.account_key = accounts.account_key
    left join people on opportunity_sources.sourcing_person_key = people.person_key
    where opportunities.opportunity_type = 'new_business'
    group by
        opportunity_sources.channel,
        opportunity_sources.campaign_key,
        coalesce(accounts.industry, people.industry, '(unassigned)'),
        coalesce(accounts.size_band, people.size_band, '(unassigned)'),
        cast({{ dbt.date_trunc('month', 'opportunities.created_date') }} as date)

),

-- One share of a line: its own channel and campaign where known, the segment's where not.
shares as (

    select
        daily_lines.cost_function,
        daily_lines.cost_type,
        daily_lines.spend_date,
        daily_lines.amount,
        daily_lines.channel as line_channel,
        daily_lines.campaign_key as line_campaign_key,
        case
            when daily_lines.channel = '(unassigned)' then coalesce(segments.channel, '(unassigned)')
            else daily_lines.channel
        end as channel,
        case
            when daily_lines.channel = '(unassigned)' and daily_lines.campaign_key is null then segments.campaign_key
            else daily_lines.campaign_key
        end as campaign_key,
        coalesce(segments.industry, '(unassigned)') as industry,
        coalesce(segments.size_band, '(unassigned)') as size_band,
        daily_lines.channel = '(unassigned)' and segments.channel is not null as is_allocated,
        sum(coalesce(segments.opportunity_count, 1)) as weight
    from daily_lines
    left join segments
        on
            daily_lines.spend_month = segments.created_month
            and (daily_lines.channel = '(unassigned)' or daily_lines.channel = segments.channel)
    group by
        daily_lines.cost_function,
        daily_lines.cost_type,
        daily_lines.spend_date,
        daily_lines.amount,
        daily_lines.channel,
        daily_lines.campaign_key,
        case
            when daily_lines.channel = '(unassigned)' then coalesce(segments.channel, '(unassigned)')
            else daily_lines.channel
        end,
        case
            when daily_lines.channel = '(unassigned)' and daily_lines.campaign_key is null then segments.campaign_key
            else daily_lines.campaign_key
        end,
        coalesce(segments.industry, '(unassigned)'),
        coalesce(segments.size_band, '(unassigned)'),
        daily_lines.channel = '(unassigned)' and segments.channel is not null

),

cumulated as (

    select
        *,
        {{ surrogate_key('allocation', [
            'cost_function', 'cost_type', 'spend_date', 'line_channel', "coalesce(line_campaign_key, '')", 'channel',
            "coalesce(campaign_key, '')", 'industry', 'size_band'
        ]) }} as allocation_key,
        sum(weight) over (
            partition by cost_function, cost_type, spend_date, line_channel, line_campaign_key
            order by channel, coalesce(campaign_key, ''), industry, size_band
            rows between unbounded preceding and current row
        ) as weight_so_far,
        sum(weight) over (
            partition by cost_function, cost_type, spend_date, line_channel, line_campaign_key
        ) as total_weight
    from shares

),

final as (

    select
        -- keys
        allocation_key,
        campaign_key,
        -- dimensions
        cost_function,
        cost_type,
        channel,
        industry,
        size_band,
        -- flags
        is_allocated,
        -- measures
        cast(
            cast({{ ratio('cast(amount as double) * weight_so_far', 'total_weight') }} as decimal(18, 2))
            - cast({{ ratio('cast(amount as double) * (weight_so_far - weight)', 'total_weight') }} as decimal(18, 2))
            as decimal(18, 2)
        ) as amount,
        -- dates
        spend_date
    from cumulated

)

select * from final
