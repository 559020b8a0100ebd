-- Why does the CRM's own report show another win rate than ours? One row per reason that leaves a closed deal out.

with

crm_opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

opportunities as (

    select * from {{ ref('fct_opportunities') }}

),

final as (

    select
        '1. closed in the CRM' as step,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count
    from crm_opportunities
    where is_closed
    union all
    select
        '2. … and not deleted' as step,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count
    from crm_opportunities
    where is_closed and not is_deleted
    union all
    select
        '3. … and closed by as_of, one per deal' as step,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count
    from opportunities
    where is_closed
    union all
    select
        '4. … and new business' as step,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count
    from opportunities
    where is_closed and opportunity_type = 'new_business'
    union all
    select
        '5. … and no negative amount: our win_rate' as step,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count
    from opportunities
    where is_closed and opportunity_type = 'new_business' and coalesce(amount, 0) >= 0

)

select * from final
order by step
