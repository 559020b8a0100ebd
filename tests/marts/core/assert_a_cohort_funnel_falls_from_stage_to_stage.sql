-- Of the people of a lead month, no stage was reached by more than the stage before it.

with

cohorts as (

    select
        cast({{ dbt.date_trunc('month', 'lead_date') }} as date) as lead_month,
        count(*) as lead_count,
        count(case when reached_mql then 1 end) as mql_count,
        count(case when reached_sal then 1 end) as sal_count,
        count(case when reached_sql then 1 end) as sql_count,
        count(case when reached_opportunity then 1 end) as opportunity_count,
        count(case when reached_won then 1 end) as won_count
    from {{ ref('fct_leads') }}
    group by cast({{ dbt.date_trunc('month', 'lead_date') }} as date)

)

select *
from cohorts
where
    mql_count > lead_count
    or sal_count > mql_count
    or sql_count > sal_count
    or opportunity_count > sql_count
    or won_count > opportunity_count
