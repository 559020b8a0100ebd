-- 15:30 UTC on 31 March is 1 April in Tokyo, and with it a new fiscal year; 14:59 is still 31 March.
{{ config(enabled=var('reporting_timezone') == 'Asia/Tokyo') }}

with

cases as (

    select *
    from (
        values
        (cast('2025-03-31 15:30:00' as timestamp), cast('2025-04-01' as date)),
        (cast('2025-03-31 15:00:00' as timestamp), cast('2025-04-01' as date)),
        (cast('2025-03-31 14:59:59' as timestamp), cast('2025-03-31' as date)),
        (cast('2024-12-31 23:59:59' as timestamp), cast('2025-01-01' as date)),
        (cast(null as timestamp), cast(null as date))
    ) as literals (occurred_at, expected_date)

),

computed as (

    select
        occurred_at,
        expected_date,
        {{ to_reporting_date('occurred_at') }} as actual_date
    from cases

)

select *
from computed
where actual_date is distinct from expected_date
