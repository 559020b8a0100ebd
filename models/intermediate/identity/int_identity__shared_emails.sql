-- Grain: one row per e-mail address that too many records share (email_normalised).
-- Why: a test address or a partner's mailbox would merge strangers into one person (rule A16).

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

records_by_email as (

    select
        email_normalised,
        count(*) as record_count
    from person_records
    where email_normalised is not null
    group by email_normalised

),

final as (

    select
        email_normalised,
        record_count
    from records_by_email
    where record_count > {{ var('max_records_per_email') }}

)

select * from final
