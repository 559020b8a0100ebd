-- A visitor id out of a cookie is what follows its version; every other text is its own id, without space; what scripts write for none is null.

with

examples as (

    select
        ' GA1.2.111.222 ' as landed,
        '111.222' as expected
    union all
    select
        'GA1.1.333.444' as landed,
        '333.444' as expected
    union all
    select
        '111.222' as landed,
        '111.222' as expected
    union all
    select
        'GAB1.2.3' as landed,
        'GAB1.2.3' as expected
    union all
    select
        'undefined' as landed,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    select
        ' ' as landed,
        cast(null as {{ dbt.type_string() }}) as expected

)

select *
from examples
where {{ browser_id('landed') }} is distinct from expected
