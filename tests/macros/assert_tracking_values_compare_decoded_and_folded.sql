-- D12: UTM values compare URL-decoded, without regard to case, width and the space around them; what tools write
-- for "nothing" and unfilled placeholders are missing; an invalid %-sequence fails nothing.

with

cases as (

    select *
    from (
        values
        ('Google', 'google'),
        ('ＧＯＯＧＬＥ　', 'google'),
        ('Spring+Sale%202026', 'spring sale 2026'),
        ('%E3%83%A1%E3%83%AB%E3%83%9E%E3%82%AC', 'メルマガ'),
        ('100%', '100%'),
        ('bad%FFbyte', 'bad%ffbyte'),
        ('(direct)', '(direct)'),
        ('nonesuch', 'nonesuch'),
        ('search_{campaignid}', 'search_{campaignid}'),
        ('(not set)', null),
        ('%28not+set%29', null),
        ('(none)', null),
        ('NULL', null),
        ('undefined', null),
        ('{campaignid}', null),
        ('%7B%7Bcampaign.name%7D%7D', null),
        ('${campaign}', null),
        (' ', null),
        ('', null),
        (null, null)
    ) as literals (landed_text, expected_value)

),

computed as (

    select
        landed_text,
        expected_value,
        {{ tracking_value('landed_text') }} as actual_value
    from cases

)

select *
from computed
where actual_value is distinct from expected_value
