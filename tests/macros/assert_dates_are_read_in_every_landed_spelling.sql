-- Dates are read in ISO, compact and Japanese spelling, and a time behind the day is cut off as written; an
-- impossible day, and 04/05/2025 from a system whose order nobody has stated, are null.

with

cases as (

    select *
    from (
        values
        ('2025-04-01', cast('2025-04-01' as date)),
        ('2025/4/1', cast('2025-04-01' as date)),
        ('20250401', cast('2025-04-01' as date)),
        ('2025年4月1日', cast('2025-04-01' as date)),
        ('15 Apr, 2021', cast('2021-04-15' as date)),
        ('15 Apr, 2021 00:03:00', cast('2021-04-15' as date)),
        ('2025-03-31 23:59:59', cast('2025-03-31' as date)),
        ('2025-03-31T15:30:00Z', cast('2025-03-31' as date)),
        ('2024-02-29', cast('2024-02-29' as date)),
        ('2025-02-29', null),
        ('04/05/2025', null),
        ('soon', null),
        ('', null),
        (null, null)
    ) as literals (landed_text, expected_date)

),

computed as (

    select
        landed_text,
        expected_date,
        {{ parse_date('landed_text', 'no_such_system') }} as actual_date
    from cases

)

select *
from computed
where actual_date is distinct from expected_date
