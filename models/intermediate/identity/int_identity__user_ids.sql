-- Grain: one row per user id of a web site that belongs to a person (user_id).
-- A user id is the id of a record or an address. Several records of one id: MA before contact before lead, then var systems.

with

identified_hits as (

    select * from {{ ref('int_identity__identified_hits') }}

),

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

user_ids as (

    select
        user_id,
        min(source_system) as source_system,
        min(first_seen_at) as first_seen_at
    from identified_hits
    where user_id is not null
    group by user_id

),

-- Some CRMs write one id in a 15- and an 18-character form.
spellings as (

    select
        user_id,
        user_id as record_id
    from user_ids
    union all
    select
        user_id,
        left(user_id, 15) as record_id
    from user_ids
    where length(user_id) = 18

),

-- A merged-away record stands for its survivor; a deleted one for nobody.
matches as (

    select
        spellings.user_id,
        entities.entity_key as person_key,
        'record_id' as match_reason,
        case person_records.record_type when 'ma_person' then 1 when 'crm_contact' then 2 else 3 end as match_priority,
        person_records.system_priority,
        person_records.record_key as match_key
    from spellings
    inner join person_records
        on
            spellings.record_id = person_records.record_id
            and (not person_records.is_deleted or person_records.is_merged_away)
    inner join entities on person_records.record_key = entities.identifier_key
    union all
    select
        user_ids.user_id,
        entities.entity_key as person_key,
        'email' as match_reason,
        4 as match_priority,
        0 as system_priority,
        entities.identifier_key as match_key
    from user_ids
    inner join entities
        on {{ surrogate_key('email', [normalised_email('user_ids.user_id')]) }} = entities.identifier_key

),

ranked as (

    select
        matches.*,
        row_number() over (
            partition by matches.user_id
            order by matches.match_priority, matches.system_priority, matches.match_key
        ) as choice
    from matches
    inner join people on matches.person_key = people.person_key

),

final as (

    select
        -- keys
        ranked.person_key,
        -- dimensions
        user_ids.user_id,
        user_ids.source_system,
        ranked.match_reason,
        -- timestamps
        user_ids.first_seen_at
    from user_ids
    inner join ranked on user_ids.user_id = ranked.user_id and ranked.choice = 1

)

select * from final
