-- A stage counts as reached exactly where it has a date or is flagged inferred, and never both.

select
    person_key,
    mql_date,
    sal_date,
    sql_date,
    opportunity_date
from {{ ref('fct_leads') }}
where
    reached_mql != (mql_date is not null or is_mql_inferred)
    or reached_sal != (sal_date is not null or is_sal_inferred)
    or reached_sql != (sql_date is not null or is_sql_inferred)
    or reached_opportunity != (opportunity_date is not null)
    or (mql_date is not null and is_mql_inferred)
    or (sal_date is not null and is_sal_inferred)
    or (sql_date is not null and is_sql_inferred)
