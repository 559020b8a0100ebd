-- Grain: one row per e-mail address or visitor that was not taken as evidence of one person (identifier_hash).

with

shared_emails as (

    select * from {{ ref('int_identity__shared_emails') }}

),

shared_visitors as (

    select * from {{ ref('int_identity__shared_visitors') }}

),

final as (

    select
        -- dimensions
        {{ hashed_identifier('email_normalised') }} as identifier_hash,
        'email' as identifier_type,
        'shared_by_too_many_records' as cut_reason,
        -- measures
        record_count as linked_count
    from shared_emails
    union all
    select
        -- dimensions
        {{ hashed_identifier('visitor_key') }} as identifier_hash,
        'visitor' as identifier_type,
        'shared_by_too_many_people' as cut_reason,
        -- measures
        person_count as linked_count
    from shared_visitors

)

select * from final
