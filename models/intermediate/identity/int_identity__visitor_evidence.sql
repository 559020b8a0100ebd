-- Grain: one row per instant at which a visitor was known to be a person (visitor_key, person_key, link_reason, linked_at).
-- A hit with a user id or an address counts by its session's first and last such hit. Nothing here merges two people.

with

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

form_people as (

    select * from {{ ref('int_identity__form_people') }}

),

claims as (

    select * from {{ ref('int_identity__visitor_claims') }}

),

identified_hits as (

    select * from {{ ref('int_identity__identified_hits') }}

),

user_ids as (

    select * from {{ ref('int_identity__user_ids') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

consenting_sessions as (

    select
        visitor_key,
        source_system,
        visitor_id,
        started_at,
        {{ dbt.dateadd('minute', var('visitor_link_grace_minutes'), 'ended_at') }} as reaches_to_at
    from sessions
    where visitor_key is not null and coalesce(has_consent, true)

),

visitors as (

    select
        visitor_key,
        source_system,
        visitor_id
    from consenting_sessions
    group by visitor_key, source_system, visitor_id

),

form_evidence as (

    select
        visitors.visitor_key,
        form_people.person_key,
        visitors.source_system,
        visitors.visitor_id,
        'form_submission' as link_reason,
        form_people.submitted_at as linked_at
    from form_people
    inner join visitors on form_people.visitor_id = visitors.visitor_id

),

-- A record keeps no date of its visitor id, but the forms that the person sent in that visitor's sessions do.
claims_with_forms as (

    select
        claims.visitor_key,
        claims.person_key,
        claims.link_reason,
        form_people.submitted_at
    from claims
    inner join form_people on claims.person_key = form_people.person_key
    inner join consenting_sessions
        on
            claims.visitor_key = consenting_sessions.visitor_key
            and form_people.submitted_at >= consenting_sessions.started_at
            and form_people.submitted_at <= consenting_sessions.reaches_to_at

),

-- Without such a form, the record's creation is the best guess.
claim_evidence as (

    select
        claims.visitor_key,
        claims.person_key,
        claims.source_system,
        claims.visitor_id,
        claims.link_reason,
        coalesce(claims_with_forms.submitted_at, claims.claimed_at) as linked_at
    from claims
    left join claims_with_forms
        on
            claims.visitor_key = claims_with_forms.visitor_key
            and claims.person_key = claims_with_forms.person_key
            and claims.link_reason = claims_with_forms.link_reason

),

hits_by_person as (

    select
        identified_hits.*,
        user_ids.person_key,
        'web_user_id' as link_reason
    from identified_hits
    inner join user_ids on identified_hits.user_id = user_ids.user_id
    union all
    select
        identified_hits.*,
        entities.entity_key as person_key,
        'web_email' as link_reason
    from identified_hits
    inner join entities
        on {{ surrogate_key('email', ['identified_hits.email_normalised']) }} = entities.identifier_key

),

hit_evidence as (

    select
        visitor_key,
        person_key,
        source_system,
        visitor_id,
        link_reason,
        first_seen_at as linked_at
    from hits_by_person
    union all
    select
        visitor_key,
        person_key,
        source_system,
        visitor_id,
        link_reason,
        last_seen_at as linked_at
    from hits_by_person

),

all_evidence as (

    select * from form_evidence
    union all
    select * from claim_evidence
    union all
    select * from hit_evidence

),

final as (

    select
        -- keys
        all_evidence.visitor_key,
        all_evidence.person_key,
        -- dimensions
        all_evidence.source_system,
        all_evidence.visitor_id,
        all_evidence.link_reason,
        -- timestamps
        all_evidence.linked_at
    from all_evidence
    inner join people on all_evidence.person_key = people.person_key
    where {{ to_reporting_date('all_evidence.linked_at') }} <= {{ as_of_date() }}
    group by
        all_evidence.visitor_key,
        all_evidence.person_key,
        all_evidence.source_system,
        all_evidence.visitor_id,
        all_evidence.link_reason,
        all_evidence.linked_at

)

select * from final
