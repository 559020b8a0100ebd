-- Grain: one row per KPI, day and segment with what marketing spent or got for it (kpi_id, subject_key).
-- Basis: period. Spend counts on its own day, a lead, MQL, SQL or opportunity on its own: not the same people.
-- Excludes: people and opportunities of a channel that is known to be no marketing; they cost marketing nothing.

{%- set counted = {
    'cpl': 'leads',
    'cost_per_valid_lead': 'valid_leads',
    'cost_per_mql': 'mqls',
    'cost_per_sql': 'sqls',
    'cost_per_opportunity': 'opportunities',
} %}

with

costs as (

    select *
    from {{ ref('fct_cost_allocations') }}
    where cost_function = 'marketing'

),

channels as (

    select * from {{ ref('dim_channels') }}

),

people_events as (

    select * from {{ ref('kpi_leads') }}

),

opportunity_events as (

    select *
    from {{ ref('kpi_pipeline') }}
    where kpi_id = 'opportunities' and is_in_total

),

marketing_spend as (

    select
        'marketing_spend' as kpi_id,
        channel,
        campaign_name as campaign,
        industry,
        size_band,
        cast(allocated_amount as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        spend_date as event_date
    from costs

),

reached as (

    {% for relation in ['people_events', 'opportunity_events'] %}
    select
        {{ relation }}.kpi_id as counted_kpi_id,
        {{ relation }}.channel,
        {{ relation }}.campaign,
        {{ relation }}.industry,
        {{ relation }}.size_band,
        cast(0 as decimal(28, 6)) as numerator,
        {{ relation }}.numerator as denominator,
        {{ relation }}.event_date
    from {{ relation }}
    left join channels on {{ relation }}.channel = channels.channel
    where coalesce(channels.is_marketing, false) or {{ relation }}.channel in ('(unassigned)', '(unmapped)')
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{% for kpi_id, counted_kpi_id in counted.items() %}
{{ kpi_id }} as (

    select
        '{{ kpi_id }}' as kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        numerator,
        cast(0 as decimal(28, 6)) as denominator,
        event_date
    from marketing_spend
    union all
    select
        '{{ kpi_id }}' as kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        numerator,
        denominator,
        event_date
    from reached
    where counted_kpi_id = '{{ counted_kpi_id }}'

),

{% endfor %}
events as (

    select * from marketing_spend
    {% for kpi_id in counted %}
    union all
    select * from {{ kpi_id }}
    {% endfor %}

),

summed as (

    select
        kpi_id,
        channel,
        campaign,
        industry,
        size_band,
        event_date,
        cast(sum(numerator) as decimal(28, 6)) as numerator,
        cast(sum(denominator) as decimal(28, 6)) as denominator
    from events
    group by kpi_id, channel, campaign, industry, size_band, event_date

),

final as (

    select
        kpi_id,
        {{ surrogate_key('kpi_event', [
            "coalesce(channel, '')", "coalesce(campaign, '')", "coalesce(industry, '')", "coalesce(size_band, '')", 'event_date'
        ]) }} as subject_key,
        'flow' as accumulation,
        {{ kpi_dimension_columns('summed', ['channel', 'campaign', 'industry', 'size_band']) }},
        true as is_in_total,
        numerator,
        denominator,
        event_date
    from summed

)

select * from final
