-- Grain: one row per person and identifier of theirs (person_key, identifier_key).
-- A record or an address belongs to one person; a visitor (browser) may have been used by several.

with

entities as (

    select * from {{ ref('int_identity__entities') }}

),

edges as (

    select * from {{ ref('int_identity__edges') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

visitor_links as (

    select * from {{ ref('int_identity__visitor_links') }}

),

user_ids as (

    select * from {{ ref('int_identity__user_ids') }}

),

link_reasons as (

    select
        from_identifier_key as identifier_key,
        link_reason
    from edges
    union all
    select
        to_identifier_key as identifier_key,
        link_reason
    from edges

),

first_reasons as (

    select
        identifier_key,
        min(link_reason) as link_reason
    from link_reasons
    group by identifier_key

),

-- The plain hash of an address could be guessed from a list of addresses: what leaves the warehouse is keyed.
records_and_emails as (

    select
        {{ hashed_identifier('entities.identifier_key') }} as identifier_key,
        entities.entity_key as person_key,
        entities.identifier_type,
        {{ hashed_identifier('entities.identifier_value') }} as identifier_value_hash,
        nullif(entities.source_system, '') as source_system,
        coalesce(first_reasons.link_reason, 'only_identifier') as link_reason,
        entities.created_at as linked_at
    from entities
    left join first_reasons on entities.identifier_key = first_reasons.identifier_key
    where entities.entity_type = 'person'

),

visitors as (

    select
        visitor_key as identifier_key,
        person_key,
        'visitor' as identifier_type,
        {{ hashed_identifier('visitor_id') }} as identifier_value_hash,
        source_system,
        min(link_reason) as link_reason,
        min(first_linked_at) as linked_at
    from visitor_links
    group by visitor_key, person_key, visitor_id, source_system

),

known_users as (

    select
        {{ hashed_identifier("'user_id|' || user_id") }} as identifier_key,
        person_key,
        'user_id' as identifier_type,
        {{ hashed_identifier('user_id') }} as identifier_value_hash,
        source_system,
        case match_reason when 'email' then 'same_email' else 'same_record_id' end as link_reason,
        first_seen_at as linked_at
    from user_ids

),

all_identifiers as (

    select * from records_and_emails
    union all
    select * from visitors
    union all
    select * from known_users

),

final as (

    select
        -- keys
        all_identifiers.identifier_key,
        all_identifiers.person_key,
        -- dimensions
        all_identifiers.identifier_type,
        all_identifiers.identifier_value_hash,
        all_identifiers.source_system,
        all_identifiers.link_reason,
        -- timestamps
        all_identifiers.linked_at
    from all_identifiers
    inner join people on all_identifiers.person_key = people.person_key

)

select * from final
