-- Grain: one row per person with the first time of every stage (person_key).

with

person_stages as (

    select * from {{ ref('int_lifecycle__person_stages') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

person_channels as (

    select * from {{ ref('int_lifecycle__person_channels') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

stage_events as (

    select * from {{ ref('int_lifecycle__stage_events') }}

),

mql_counts as (

    select
        person_key,
        count(*) as mql_event_count
    from stage_events
    where to_stage = 'mql'
    group by person_key

),

final as (

    select
        -- keys
        person_stages.person_key,
        people.account_key,
        person_channels.campaign_key,
        people.owner_key,
        person_stages.first_opportunity_key,
        -- dimensions
        person_channels.channel,
        person_channels.channel_reason,
        coalesce(campaigns.campaign_name, '(unassigned)') as campaign_name,
        people.industry,
        people.size_band,
        people.title_level,
        people.budget_band,
        people.country,
        people.region,
        coalesce(people.lead_source, '(unassigned)') as lead_source,
        people.disqualified_reason,
        -- flags
        person_stages.is_valid_lead,
        person_stages.reached_mql,
        person_stages.reached_sal,
        person_stages.reached_sql,
        person_stages.reached_opportunity,
        person_stages.reached_won,
        person_stages.is_mql_inferred,
        person_stages.is_sal_inferred,
        person_stages.is_sql_inferred,
        person_stages.is_mql_dated_by_snapshot,
        person_stages.is_sql_dated_by_snapshot,
        -- measures
        cast(coalesce(mql_counts.mql_event_count, 0) as bigint) as mql_event_count,
        -- dates
        person_stages.lead_date,
        person_stages.valid_lead_date,
        person_stages.mql_date,
        person_stages.sal_date,
        person_stages.sql_date,
        person_stages.opportunity_date,
        person_stages.won_date,
        person_stages.lost_date,
        -- timestamps
        person_stages.lead_at,
        person_stages.valid_lead_at,
        person_stages.mql_at,
        person_stages.sal_at,
        person_stages.sql_at,
        person_stages.opportunity_at,
        person_stages.won_at,
        person_stages.lost_at,
        person_stages.disqualified_at
    from person_stages
    inner join people on person_stages.person_key = people.person_key
    inner join person_channels on person_stages.person_key = person_channels.person_key
    left join campaigns on person_channels.campaign_key = campaigns.campaign_key
    left join mql_counts on person_stages.person_key = mql_counts.person_key

)

select * from final
