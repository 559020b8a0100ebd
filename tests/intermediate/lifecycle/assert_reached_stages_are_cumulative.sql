-- Who reached a stage reached every stage before it, and a stage is inferred exactly where it was reached without a date.

with

person_stages as (

    select * from {{ ref('int_lifecycle__person_stages') }}

)

select
    person_key,
    reached_mql,
    reached_sal,
    reached_sql,
    reached_opportunity,
    reached_won
from person_stages
where
    (reached_sal and not reached_mql)
    or (reached_sql and not reached_sal)
    or (reached_opportunity and not reached_sql)
    or (reached_won and not reached_opportunity)
    or is_mql_inferred != (reached_mql and mql_date is null)
    or is_sal_inferred != (reached_sal and sal_date is null)
    or is_sql_inferred != (reached_sql and sql_date is null)
