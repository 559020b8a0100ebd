-- An offset or a zone in the text counts, text without one is UTC unless var source_timezone says otherwise, a
-- day alone is its start in Tokyo, and what is no instant is null.
{{ config(enabled=var('reporting_timezone') == 'Asia/Tokyo') }}

with

cases as (

    select *
    from (
        values
        ('2025-03-31T15:30:00Z', cast('2025-03-31 15:30:00' as timestamp)),
        ('2020-10-22T21:03:23.000+0000', cast('2020-10-22 21:03:23' as timestamp)),
        ('2025-04-01T00:30:00+09:00', cast('2025-03-31 15:30:00' as timestamp)),
        ('2025-03-31 10:30:00-05', cast('2025-03-31 15:30:00' as timestamp)),
        ('2021-01-07 06:49:18 UTC', cast('2021-01-07 06:49:18' as timestamp)),
        ('2025-04-01 00:30:00 JST', cast('2025-03-31 15:30:00' as timestamp)),
        ('2021-01-07 6:49:18', cast('2021-01-07 06:49:18' as timestamp)),
        ('2021/1/7 6:49', cast('2021-01-07 06:49:00' as timestamp)),
        ('15 Apr, 2021 00:03:00', cast('2021-04-15 00:03:00' as timestamp)),
        ('1743435000', cast('2025-03-31 15:30:00' as timestamp)),
        ('1743435000000', cast('2025-03-31 15:30:00' as timestamp)),
        ('2025-04-01', cast('2025-03-31 15:00:00' as timestamp)),
        ('20250401', cast('2025-03-31 15:00:00' as timestamp)),
        ('2025-02-30 10:00:00', null),
        ('04/05/2025 10:00', null),
        ('soon', null),
        ('', null),
        (null, null)
    ) as literals (landed_text, expected_at)

),

computed as (

    select
        landed_text,
        expected_at,
        {{ parse_timestamp('landed_text', 'no_such_system') }} as actual_at
    from cases

)

select *
from computed
where actual_at is distinct from expected_at
