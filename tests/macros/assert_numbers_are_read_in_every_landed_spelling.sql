-- Numbers are read with separators, currency signs, full-width digits, accounting minus and K/M endings;
-- what is no number is null, and a whole-number column does not take a fraction.

with

cases as (

    select *
    from (
        values
        ('12', 12, 12.00),
        ('-3', -3, -3.00),
        ('1,234,567', 1234567, 1234567.00),
        ('¥1,200', 1200, 1200.00),
        ('￥１，２００', 1200, 1200.00),
        ('1200円', 1200, 1200.00),
        ('$22,700.00', 22700, 22700.00),
        ('(1,500)', -1500, -1500.00),
        ('▲1,500', -1500, -1500.00),
        ('$342.09K', 342090, 342090.00),
        ('1.5M', 1500000, 1500000.00),
        ('1e4', 10000, 10000.00),
        ('12.0', 12, 12.00),
        ('12.5', null, 12.50),
        ('about 300', null, null),
        ('100-200', null, null),
        ('-', null, null),
        ('', null, null),
        (null, null, null)
    ) as literals (landed_text, expected_whole, expected_amount)

),

computed as (

    select
        landed_text,
        expected_whole,
        expected_amount,
        {{ parse_number('landed_text', 'bigint') }} as actual_whole,
        {{ parse_number('landed_text', 'decimal(18,2)') }} as actual_amount
    from cases

)

select *
from computed
where actual_whole is distinct from expected_whole or actual_amount is distinct from expected_amount
