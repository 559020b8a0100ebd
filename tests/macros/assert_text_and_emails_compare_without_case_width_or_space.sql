-- Text and e-mail addresses compare without regard to case, full width and the space around them; text
-- without something before and after an @ is no address.

with

cases as (

    select *
    from (
        values
        (' Taro@Example.CO.JP ', 'taro@example.co.jp', 'taro@example.co.jp', 'case and space'),
        ('ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ', 'taro@example.co.jp', 'taro@example.co.jp', 'full width'),
        ('　ｔａｒｏ＿１＋ｘ－ｙ＠ｅｘ．ｊｐ　', 'taro_1+x-y@ex.jp', 'taro_1+x-y@ex.jp', 'full-width signs and space'),
        ('ＭＱＬ　認定', 'mql 認定', null, 'space inside stays'),
        ('担当', '担当', null, 'Japanese stays'),
        ('@example.jp', '@example.jp', null, 'nothing before the @'),
        ('taro@', 'taro@', null, 'nothing after the @'),
        ('', '', null, 'empty'),
        (null, null, null, 'missing')
    ) as literals (landed_text, expected_text, expected_email, label)

),

computed as (

    select
        label,
        expected_text,
        expected_email,
        {{ folded_text('landed_text') }} as actual_text,
        {{ normalised_email('landed_text') }} as actual_email
    from cases

)

select *
from computed
where actual_text is distinct from expected_text or actual_email is distinct from expected_email
