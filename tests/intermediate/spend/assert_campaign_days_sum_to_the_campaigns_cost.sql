-- The days on which a campaign's or programme's cost is booked sum to that cost, for all that have ended by as_of.

with

lines as (

    select * from {{ ref('int_spend__lines') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

booked as (

    select
        campaign_key,
        cost_type,
        sum(amount_original) as amount_original
    from lines
    where cost_type in ('program_cost', 'campaign_cost')
    group by campaign_key, cost_type

),

reported as (

    select
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as identifier_key,
        'program_cost' as cost_type,
        cost as amount_original,
        coalesce(end_date, start_date) as last_date
    from ma_programs
    where cost is not null and not is_deleted
    union all
    select
        {{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }} as identifier_key,
        'campaign_cost' as cost_type,
        actual_cost as amount_original,
        coalesce(end_date, start_date, {{ to_reporting_date('created_at') }}) as last_date
    from crm_campaigns
    where actual_cost is not null and not is_deleted

),

reported_totals as (

    select
        entities.entity_key as campaign_key,
        reported.cost_type,
        sum(reported.amount_original) as amount_original
    from reported
    inner join entities on reported.identifier_key = entities.identifier_key
    group by entities.entity_key, reported.cost_type
    having max(reported.last_date) <= {{ as_of_date() }}

)

select
    booked.campaign_key,
    booked.cost_type,
    booked.amount_original as booked_amount,
    reported_totals.amount_original as reported_amount
from booked
inner join reported_totals
    on booked.campaign_key = reported_totals.campaign_key and booked.cost_type = reported_totals.cost_type
where booked.amount_original != reported_totals.amount_original
