-- The days that an opportunity spent in its stages sum to those between its first and its last change, visits repeated or not.

select
    opportunity_key,
    sum(days_in_from_stage) as days_in_stages,
    min(changed_date) as first_changed_date,
    max(changed_date) as last_changed_date
from {{ ref('fct_opportunity_stage_changes') }}
group by opportunity_key
having coalesce(sum(days_in_from_stage), 0) != {{ dbt.datediff('min(changed_date)', 'max(changed_date)', 'day') }}
