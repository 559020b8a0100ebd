-- A pattern finds a part of a text or fits the whole of it, a closing line break included; spaces of any width
-- around a text are cut, those inside it are not.

with

cases as (

    select *
    from (
        values
        ('aoba.co.jp', 'aoba[.]co', true, false),
        ('aoba.co.jp', 'aoba[.].*|midori', true, true),
        ('midori.co.jp', 'aoba|midori', true, false),
        ('部長', '部長$', true, true),
        ('', '.+', false, false),
        (null, 'a', null, null)
    ) as literals (text, pattern, is_found, is_whole)

),

matched as (

    select
        text || ' ' || pattern as failing_case,
        {{ has_match('text', 'pattern') }} is distinct from is_found
        or {{ is_full_match('text', 'pattern') }} is distinct from is_whole as is_wrong
    from cases
    union all
    select
        'line break' as failing_case,
        {{ is_full_match("'aoba' || chr(10)", "'aoba'") }} as is_wrong
    union all
    select
        'wide spaces' as failing_case,
        {{ trimmed("'　 青葉　商事 　'") }} is distinct from '青葉　商事' as is_wrong

)

select failing_case
from matched
where is_wrong
