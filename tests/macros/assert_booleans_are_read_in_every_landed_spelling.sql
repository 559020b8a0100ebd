-- Booleans are read in every spelling that loaders and people write; any other word is null, not false.

with

cases as (

    select *
    from (
        values
        ('true', true),
        ('TRUE', true),
        ('t', true),
        ('Yes', true),
        ('1', true),
        ('1.0', true),
        ('on', true),
        ('はい', true),
        ('○', true),
        ('false', false),
        ('False', false),
        ('N', false),
        ('0', false),
        ('off', false),
        ('いいえ', false),
        ('×', false),
        ('maybe', null),
        ('2', null),
        ('', null),
        (null, null)
    ) as literals (landed_text, is_expected)

),

computed as (

    select
        landed_text,
        is_expected,
        {{ parse_boolean('landed_text') }} as is_actual
    from cases

)

select *
from computed
where is_actual is distinct from is_expected
