-- Grain: one row per e-mail address that was not taken as evidence of one person (email_hash).

with

shared_emails as (

    select * from {{ ref('int_identity__shared_emails') }}

),

final as (

    select
        {{ hashed_identifier('email_normalised') }} as email_hash,
        'shared_by_too_many_records' as cut_reason,
        record_count
    from shared_emails

)

select * from final
