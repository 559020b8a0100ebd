-- Grain: one row per KPI, member of a dimension and day (kpi_id, dimension, dimension_value, event_date).
-- Basis: period, by the day on which the session began; landing pages and contents by the first of its month.
-- Why: contents of sessions are too many to be rolled up one by one.

{%- set dimensions = ['channel', 'content', 'content_type', 'landing_page'] %}
{%- set first_of_month = 'cast(' ~ dbt.date_trunc('month', 'session_date') ~ ' as date)' %}

with

content_engagement as (

    select * from {{ ref('fct_content_engagement') }}
    where is_counted

),

contents as (

    select * from {{ ref('dim_contents') }}

),

placed_contents as (

    select
        content_engagement.channel,
        coalesce(contents.content_name, '(unknown)') as content,
        coalesce(contents.content_type, '(unknown)') as content_type,
        {{ page_member('contents.hostname', 'contents.page_path') }} as landing_page,
        content_engagement.is_exit,
        content_engagement.video_started,
        content_engagement.video_completed,
        content_engagement.view_count,
        cast(content_engagement.engaged_seconds as decimal(28, 6)) as engaged_seconds,
        cast(content_engagement.max_scroll_share as decimal(28, 6)) as max_scroll_share,
        content_engagement.download_count,
        content_engagement.session_date
    from content_engagement
    left join contents on content_engagement.content_key = contents.content_key

),

content_members as (

    {% for dimension in ['total'] + dimensions %}
    {%- set counting_date = first_of_month if dimension in kpi_month_dimensions() else 'session_date' %}
    select
        '{{ dimension }}' as dimension,
        {{ dimension if dimension != 'total' else "'all'" }} as dimension_value,
        {{ counting_date }} as event_date,
        sum(view_count) as view_count,
        sum(case when view_count > 0 then 1 else 0 end) as viewing_session_count,
        sum(case when view_count > 0 and is_exit then 1 else 0 end) as exit_count,
        coalesce(sum(engaged_seconds), 0) as engaged_seconds,
        coalesce(sum(max_scroll_share), 0) as scroll_share,
        count(max_scroll_share) as scroll_count,
        sum(download_count) as download_count,
        sum(case when video_started then 1 else 0 end) as video_start_count,
        sum(case when video_started and video_completed then 1 else 0 end) as video_completion_count
    from placed_contents
    group by {{ dimension ~ ', ' if dimension != 'total' }}{{ counting_date }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

exit_rate as (

    select
        'exit_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(exit_count as decimal(28, 6)) as numerator,
        cast(viewing_session_count as decimal(28, 6)) as denominator
    from content_members

),

content_views as (

    select
        'content_views' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(view_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from content_members

),

avg_content_seconds as (

    select
        'avg_content_seconds' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(engaged_seconds as decimal(28, 6)) as numerator,
        cast(view_count as decimal(28, 6)) as denominator
    from content_members

),

scroll_depth as (

    select
        'scroll_depth' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(scroll_share as decimal(28, 6)) as numerator,
        cast(scroll_count as decimal(28, 6)) as denominator
    from content_members

),

content_downloads as (

    select
        'content_downloads' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(download_count as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator
    from content_members

),

video_completion_rate as (

    select
        'video_completion_rate' as kpi_id,
        dimension,
        dimension_value,
        event_date,
        cast(video_completion_count as decimal(28, 6)) as numerator,
        cast(video_start_count as decimal(28, 6)) as denominator
    from content_members

),

events as (

    select * from exit_rate
    union all
    select * from content_views
    union all
    select * from avg_content_seconds
    union all
    select * from scroll_depth
    union all
    select * from content_downloads
    union all
    select * from video_completion_rate

),

-- Of the many contents only those of which there is something to say; the total tells a day of none from a day of 0.
final as (

    select *
    from events
    where dimension = 'total' or numerator != 0 or coalesce(denominator, 0) != 0

)

select * from final
