-- A masked text keeps the first letter of an e-mail address and of its domain, nothing of an IP address, and all else.

with

cases as (

    select *
    from (
        values
        ('taro@aoba.co.jp', 't***@a***.co.jp', 'an address'),
        ('a@b.jp and c@d.jp', 'a***@b***.jp and c***@d***.jp', 'two addresses'),
        ('content=taro.yamada+x@mail.aoba.jp&x=1', 'content=t***@m***.aoba.jp&x=1', 'an address inside a query'),
        ('to=taro%40aoba.jp', 'to=t***@a***.jp', 'an encoded address'),
        ('taro＠aoba.jp', 't***@a***.jp', 'a full-width sign'),
        ('from 192.168.0.12 today', 'from *** today', 'an IP address'),
        ('source=google medium=cpc', 'source=google medium=cpc', 'nothing personal'),
        (null, null, 'missing')
    ) as literals (plain_text, expected_text, label)

),

computed as (

    select
        label,
        expected_text,
        {{ masked_text('plain_text') }} as actual_text
    from cases

)

select *
from computed
where actual_text is distinct from expected_text
