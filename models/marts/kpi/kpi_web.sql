-- Grain: one row per KPI, member of a dimension and day (kpi_id, dimension, dimension_value, event_date).
-- Basis: period, by the day on which the session began; landing pages and contents by the first of its month.
-- Why: sessions are too many to be rolled up one by one.

{%- set dimensions = ['channel', 'campaign', 'device', 'landing_page'] %}
{%- set first_of_month = 'cast(' ~ dbt.date_trunc('month', 'session_date') ~ ' as date)' %}

with

web_sessions as (

    select * from {{ ref('fct_web_sessions') }}
    where is_counted

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

consent_days as (

    select * from {{ ref('fct_web_consent_daily') }}

),

placed_sessions as (

    select
        web_sessions.channel,
        coalesce(campaigns.campaign_name, '(unassigned)') as campaign,
        coalesce(web_sessions.device_category, '(unassigned)') as device,
        {{ page_member('web_sessions.hostname', 'web_sessions.landing_page') }} as landing_page,
        web_sessions.is_engaged,
        web_sessions.pageview_count,
        cast(web_sessions.engaged_seconds as decimal(28, 6)) as engaged_seconds,
        web_sessions.session_date
    from web_sessions
    left join campaigns on web_sessions.campaign_key = campaigns.campaign_key

),

session_members as (

    {% for dimension in ['total'] + dimensions %}
    {%- set counting_date = first_of_month if dimension in kpi_month_dimensions() else 'session_date' %}
    select
        '{{ dimension }}' as dimension,
        {{ dimension if dimension != 'total' else "'all'" }} as dimension_value,
        {{ counting_date }} as event_date,
        count(*) as session_count,
        coalesce(sum(pageview_count), 0) as pageview_count,
        coalesce(sum(engaged_seconds), 0) as engaged_seconds,
        sum(case when is_engaged then 0 else 1 end) as bounced_count
    from placed_sessions
    group by {{ dimension ~ ', ' if dimension != 'total' }}{{ counting_date }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

sessions as (

    select
        'sessions' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(session_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from session_members

),

pageviews as (

    select
        'pageviews' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(pageview_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from session_members

),

avg_engagement_seconds as (

    select
        'avg_engagement_seconds' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(engaged_seconds as decimal(28, 6)) as numerator,
        cast(session_count as decimal(28, 6)) as denominator
    from session_members

),

bounce_rate as (

    select
        'bounce_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(bounced_count as decimal(28, 6)) as numerator,
        cast(session_count as decimal(28, 6)) as denominator
    from session_members

),

consent_rate as (

    select
        'consent_rate' as kpi_id,
        'total' as dimension,
        'all' as dimension_value,
        consent_date as event_date,
        cast(sum(consenting_visit_count) as decimal(28, 6)) as numerator,
        cast(sum(visit_count) as decimal(28, 6)) as denominator
    from consent_days
    group by consent_date

),

final as (

    select * from sessions
    union all
    select * from pageviews
    union all
    select * from avg_engagement_seconds
    union all
    select * from bounce_rate
    union all
    select * from consent_rate

)

select * from final
