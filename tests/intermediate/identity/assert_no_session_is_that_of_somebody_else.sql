-- A session's person is one whom evidence ties to its visitor, and where several people share the visitor, the session is
-- not older than the first evidence of that person, but for the minutes within which a form counts as sent in it (rule D18).

with

session_people as (

    select * from {{ ref('int_identity__session_people') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

links as (

    select
        visitor_key,
        person_key,
        min(first_linked_at) as first_linked_at
    from {{ ref('int_identity__visitor_links') }}
    group by visitor_key, person_key

),

visitors as (

    select
        visitor_key,
        count(*) as person_count
    from links
    group by visitor_key

)

select
    session_people.session_key,
    session_people.person_key
from session_people
inner join sessions on session_people.session_key = sessions.session_key
inner join visitors on session_people.visitor_key = visitors.visitor_key
left join links
    on
        session_people.visitor_key = links.visitor_key
        and session_people.person_key = links.person_key
where
    links.person_key is null
    or (
        visitors.person_count > 1
        and links.first_linked_at > {{ dbt.dateadd('minute', var('visitor_link_grace_minutes'), 'sessions.ended_at') }}
    )
