-- D19: every web session is a row of fct_web_sessions or counted in dq_excluded_sessions, never both, never neither.

with

counts as (

    select
        (select count(*) from {{ ref('int_web__session_totals') }}) as session_count,
        (select count(*) from {{ ref('fct_web_sessions') }}) as counting_count,
        (select coalesce(sum(session_count), 0) from {{ ref('dq_excluded_sessions') }}) as excluded_count

)

select *
from counts
where session_count != counting_count + excluded_count
