-- Grain: one row per recipient as an e-mail system names them (recipient_record_key).
-- Never incremental: who somebody is may change with any new record.

with

email_days as (

    select * from {{ ref('int_engagement__email_days') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

recipient_records as (

    select
        recipient_record_key,
        min(source_system) as source_system,
        min(source_instance) as source_instance,
        min(ma_person_id) as ma_person_id,
        min(email_normalised) as email_normalised
    from email_days
    group by recipient_record_key

),

resolved as (

    select
        recipient_records.*,
        people.person_key
    from recipient_records
    left join entities as record_entities
        on {{ surrogate_key('person_record', [
            "'ma_person'", 'recipient_records.source_system', 'recipient_records.source_instance', 'recipient_records.ma_person_id'
        ]) }} = record_entities.identifier_key
    left join entities as email_entities
        on {{ surrogate_key('email', ['recipient_records.email_normalised']) }} = email_entities.identifier_key
    left join people on coalesce(record_entities.entity_key, email_entities.entity_key) = people.person_key

),

-- Nobody knows them: the address stands for the person, without one the record, without either the event.
final as (

    select
        recipient_record_key,
        coalesce(
            person_key,
            {{ surrogate_key('unknown_recipient', [hashed_identifier('email_normalised')]) }},
            {{ surrogate_key('unknown_recipient', ['source_system', 'source_instance', 'ma_person_id']) }},
            recipient_record_key
        ) as recipient_key,
        person_key
    from resolved

)

select * from final
