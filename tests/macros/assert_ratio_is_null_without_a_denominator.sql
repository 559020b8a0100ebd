-- A ratio is a double; it is null, never infinite or an error, where the denominator is 0 or missing.

with

cases as (

    select *
    from (
        values
        (1, 4, cast(0.25 as double)),
        (-3, 2, cast(-1.5 as double)),
        (0, 5, cast(0 as double)),
        (1, 0, null),
        (0, 0, null),
        (1, null, null),
        (null, 4, null)
    ) as literals (part, whole, expected_ratio)

),

computed as (

    select
        part,
        whole,
        expected_ratio,
        {{ ratio('part', 'whole') }} as actual_ratio
    from cases

)

select *
from computed
where actual_ratio is distinct from expected_ratio
