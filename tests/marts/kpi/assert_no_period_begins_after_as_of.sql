-- No figure stands for a period that begins after as_of, and only the periods that hold as_of are incomplete.

select
    kpi_id,
    period_grain,
    period_start,
    is_complete
from {{ ref('kpi_values') }}
where
    period_start > {{ as_of_date() }}
    or (period_grain = 'day' and is_complete != (period_start < {{ as_of_date() }}))
    or (
        period_grain = 'month'
        and is_complete != (period_start < {{ dbt.date_trunc('month', as_of_date()) }})
    )
    or (period_grain = 'all_time' and is_complete)
