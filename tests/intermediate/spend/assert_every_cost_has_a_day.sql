-- Every cost can be placed on a day; what is listed has no date at all and is in no figure.
{{ config(severity='warn') }}

with

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

costs as (

    select * from {{ ref('int_finance__costs') }}

),

undated as (

    select
        source_system,
        'campaign_cost' as cost_type,
        campaign_id as record_id
    from crm_campaigns
    where coalesce(start_date, end_date) is null and created_at is null and actual_cost is not null and not is_deleted
    union all
    select
        source_system,
        'program_cost' as cost_type,
        program_id as record_id
    from ma_programs
    where coalesce(start_date, end_date) is null and cost is not null and not is_deleted
    union all
    select
        source_system,
        'ledger_cost' as cost_type,
        cost_id as record_id
    from costs
    where cost_month is null and amount is not null and not is_deleted

)

select
    source_system,
    cost_type,
    record_id
from undated
