-- A query parameter is found in any case and never after a #; host and path compare without www., port, query and
-- closing slash; an address without a host has none.

with

cases as (

    select *
    from (
        values
        (1, 'https://www.Aoba.co.jp:8080/Case/?UTM_Source=a%20b&utm_medium=#top', 'a%20b', 'aoba.co.jp', '/Case'),
        (2, 'https://aoba.co.jp/?x=1&amp;utm_source=b', 'b', 'aoba.co.jp', '/'),
        (3, 'https://aoba.co.jp?utm_source=c?d', 'c?d', 'aoba.co.jp', '/'),
        (4, 'https://aoba.co.jp/a#?utm_source=late', null, 'aoba.co.jp', '/a'),
        (5, 'https://aoba.co.jp/a?my_utm_source=other', null, 'aoba.co.jp', '/a'),
        (6, 'https://taro@aoba.co.jp/%E4%BA%8B%E4%BE%8B//', null, 'aoba.co.jp', '/事例'),
        (7, 'android-app://com.google.android.gm/', null, 'com.google.android.gm', '/'),
        (8, '/contact?utm_source=bare', 'bare', null, '/contact'),
        (9, 'https://aoba.co.jp/a+b%FF', null, 'aoba.co.jp', '/a+b%FF'),
        (10, '', null, null, null),
        (11, null, null, null, null)
    ) as literals (case_number, url, expected_source, expected_host, expected_path)

),

computed as (

    select
        case_number,
        expected_source,
        expected_host,
        expected_path,
        {{ url_parameter('url', 'utm_source') }} as actual_source,
        {{ url_host('url') }} as actual_host,
        {{ url_path('url') }} as actual_path
    from cases

)

select *
from computed
where
    actual_source is distinct from expected_source
    or actual_host is distinct from expected_host
    or actual_path is distinct from expected_path
