-- The 18-character id equals its 15-character one; ids that differ in case alone stay two.

with

cases as (

    select *
    from (
        values
        ('001000000000AbCDEF', '001000000000AbC', 'api'),
        ('001000000000AbC', '001000000000AbC', 'report'),
        ('001000000000aBCXYZ', '001000000000aBC', 'other case'),
        (null, null, 'missing')
    ) as literals (account_id, expected_id, label)

),

cut as (

    select
        {{ salesforce_id('account_id') }} as account_id,
        expected_id,
        label
    from cases

)

select account_id, expected_id, label
from cut
where account_id is distinct from expected_id
