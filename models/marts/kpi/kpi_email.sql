-- Grain: one row per KPI, member of a dimension and day (kpi_id, dimension, dimension_value, event_date).
-- Basis: period: a delivery counts on its day, the first open, click and form of the recipient on theirs.

{%- set dimensions = ['email', 'program'] %}

with

email_engagement as (

    select * from {{ ref('fct_email_engagement') }}
    where is_counted and delivered_date is not null

),

email_totals as (

    select * from {{ ref('fct_email_totals_daily') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

engagement_days as (

    {% for step in ['delivered', 'first_opened', 'first_clicked', 'first_converted'] %}
    select
        '{{ step }}' as step,
        'events' as evidence,
        email_name,
        campaign_key,
        {{ step }}_date as event_date,
        count(*) as recipient_count
    from email_engagement
    where {{ step }}_date is not null
    group by email_name, campaign_key, {{ step }}_date
    union all
    {% endfor %}
    {% for step, measure in [('delivered', 'delivered_count'), ('first_opened', 'open_count'), ('first_clicked', 'click_count')] %}
    select
        '{{ step }}' as step,
        'totals' as evidence,
        email_name,
        campaign_key,
        stat_date as event_date,
        {{ measure }} as recipient_count
    from email_totals
    where {{ measure }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

placed_days as (

    select
        engagement_days.step,
        engagement_days.evidence,
        engagement_days.email_name as email,
        coalesce(campaigns.campaign_name, '(unassigned)') as program,
        engagement_days.event_date,
        engagement_days.recipient_count
    from engagement_days
    left join campaigns on engagement_days.campaign_key = campaigns.campaign_key

),

email_members as (

    {% for dimension in ['total'] + dimensions %}
    select
        '{{ dimension }}' as dimension,
        {{ dimension if dimension != 'total' else "'all'" }} as dimension_value,
        event_date,
        sum(case when step = 'delivered' then recipient_count else 0 end) as delivered_count,
        sum(case when step = 'delivered' and evidence = 'events' then recipient_count else 0 end) as known_delivered_count,
        sum(case when step = 'first_opened' then recipient_count else 0 end) as opened_count,
        sum(case when step = 'first_clicked' then recipient_count else 0 end) as clicked_count,
        sum(case when step = 'first_converted' then recipient_count else 0 end) as converted_count
    from placed_days
    group by {{ dimension ~ ', ' if dimension != 'total' }}event_date
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

email_open_rate as (

    select
        'email_open_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(opened_count as decimal(28, 6)) as numerator,
        cast(delivered_count as decimal(28, 6)) as denominator
    from email_members

),

email_click_rate as (

    select
        'email_click_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(clicked_count as decimal(28, 6)) as numerator,
        cast(delivered_count as decimal(28, 6)) as denominator
    from email_members

),

-- Totals do not say who sent a form: what they report delivered is no part of this rate.
email_conversion_rate as (

    select
        'email_conversion_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(converted_count as decimal(28, 6)) as numerator,
        cast(known_delivered_count as decimal(28, 6)) as denominator
    from email_members

),

final as (

    select * from email_open_rate
    union all
    select * from email_click_rate
    union all
    select * from email_conversion_rate

)

select * from final
