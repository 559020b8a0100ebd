-- Grain: one row per KPI, member of a dimension and day (kpi_id, dimension, dimension_value, event_date).
-- Basis: period: a delivery counts on its day, the first open, click and form of the recipient on theirs.

{%- set dimensions = ['email', 'program'] %}

with

email_engagement as (

    select * from {{ ref('fct_email_engagement') }}
    where is_counted and delivered_date is not null

),

-- An e-mail whose opens or clicks are not reported at all is no part of the rate: not reported is not 0.
email_totals as (

    select
        *,
        max(open_count) over (partition by email_key) is not null as has_open_counts,
        max(click_count) over (partition by email_key) is not null as has_click_counts
    from {{ ref('fct_email_totals_daily') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

engagement_days as (

    {% for step in ['delivered', 'first_opened', 'first_clicked', 'first_converted'] %}
    select
        '{{ step }}' as step,
        email_name,
        campaign_key,
        {{ step }}_date as event_date,
        count(*) as recipient_count
    from email_engagement
    where {{ step }}_date is not null
    group by email_name, campaign_key, {{ step }}_date
    union all
    {% endfor %}
    {% for step, measure, condition in [
        ('delivered_with_opens', 'delivered_count', 'has_open_counts'),
        ('delivered_with_clicks', 'delivered_count', 'has_click_counts'),
        ('first_opened', 'open_count', 'true'),
        ('first_clicked', 'click_count', 'true')
    ] %}
    select
        '{{ step }}' as step,
        email_name,
        campaign_key,
        stat_date as event_date,
        {{ measure }} as recipient_count
    from email_totals
    where {{ measure }} is not null and {{ condition }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

placed_days as (

    select
        engagement_days.step,
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
        sum(case when step in ('delivered', 'delivered_with_opens') then recipient_count else 0 end) as openable_count,
        sum(case when step in ('delivered', 'delivered_with_clicks') then recipient_count else 0 end) as clickable_count,
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
        cast(openable_count as decimal(28, 6)) as denominator
    from email_members

),

email_click_rate as (

    select
        'email_click_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(clicked_count as decimal(28, 6)) as numerator,
        cast(clickable_count as decimal(28, 6)) as denominator
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
        cast(delivered_count as decimal(28, 6)) as denominator
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
