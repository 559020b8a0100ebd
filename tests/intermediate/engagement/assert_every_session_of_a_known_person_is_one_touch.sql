-- Every session that counts and whose person is known is one touch of that person, and no other session is one (rule C11).

with

session_people as (

    select * from {{ ref('int_identity__session_people') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

touches as (

    select * from {{ ref('int_engagement__touches') }}
    where touch_type = 'web_session'

),

expected as (

    select
        session_people.session_key,
        session_people.person_key
    from session_people
    inner join sessions on session_people.session_key = sessions.session_key
    where sessions.exclusion_reason is null

)

select
    expected.session_key,
    touches.touch_key
from expected
full outer join touches
    on
        expected.session_key = touches.touch_key
        and expected.person_key = touches.person_key
where expected.session_key is null or touches.touch_key is null
