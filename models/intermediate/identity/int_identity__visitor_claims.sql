-- Grain: one row per visitor that a record says to be its person, and kind of record (visitor_key, person_key, link_reason).
-- A record does not know the web system of the id that it keeps: any visitor of that id is meant.

with

sessions as (

    select * from {{ ref('int_web__sessions') }}

),

ma_people as (

    select * from {{ ref('int_ma__people') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

visitors as (

    select
        visitor_key,
        source_system,
        visitor_id,
        max(ended_at) as last_seen_at
    from sessions
    where visitor_key is not null and coalesce(has_consent, true) and session_date <= {{ as_of_date() }}
    group by visitor_key, source_system, visitor_id

),

-- A merged-away record claims for its survivor, a deleted one for nobody.
records as (

    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        {{ browser_id('visitor_id') }} as visitor_id,
        'ma_record' as link_reason,
        coalesce(created_at, updated_at) as created_at
    from ma_people
    where not is_deleted or merged_into_id is not null
    union all
    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as record_key,
        {{ browser_id('visitor_id') }} as visitor_id,
        'crm_record' as link_reason,
        coalesce(created_at, updated_at) as created_at
    from leads
    where not is_deleted or merged_into_id is not null

),

final as (

    select
        -- keys
        visitors.visitor_key,
        people.person_key,
        -- dimensions
        visitors.source_system,
        visitors.visitor_id,
        records.link_reason,
        -- timestamps
        min(coalesce(records.created_at, visitors.last_seen_at)) as claimed_at
    from records
    inner join visitors on records.visitor_id = visitors.visitor_id
    inner join entities on records.record_key = entities.identifier_key
    inner join people on entities.entity_key = people.person_key
    group by visitors.visitor_key, people.person_key, visitors.source_system, visitors.visitor_id, records.link_reason

)

select * from final
