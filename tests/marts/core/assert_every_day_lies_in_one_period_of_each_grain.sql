-- Every day of the calendar lies in exactly one period of each of the seven grains, and none starts after the day.

select
    date_day,
    count(*) as period_count
from {{ ref('bridge_dates_periods') }}
group by date_day
having count(*) != 7 or count(distinct period_grain) != 7 or max(period_start) > date_day
