-- Grain: one row per e-mail and person who sent a form within seven days of a click in it (email_key, person_key).
-- Excludes: forms sent after as_of.

with

email_days as (

    select * from {{ ref('int_engagement__email_days') }}

),

recipients as (

    select * from {{ ref('int_engagement__recipients') }}

),

form_submissions as (

    select * from {{ ref('int_ma__form_submissions') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

click_days as (

    select
        email_days.email_key,
        recipients.person_key,
        email_days.first_clicked_at,
        email_days.last_clicked_at
    from email_days
    inner join recipients on email_days.recipient_record_key = recipients.recipient_record_key
    where email_days.click_count > 0 and recipients.person_key is not null

),

submissions as (

    select
        coalesce(record_entities.entity_key, email_entities.entity_key) as person_key,
        form_submissions.submitted_at
    from form_submissions
    left join entities as record_entities
        on {{ surrogate_key('person_record', [
            "'ma_person'", 'form_submissions.source_system', 'form_submissions.source_instance', 'form_submissions.ma_person_id'
        ]) }} = record_entities.identifier_key
    left join entities as email_entities
        on {{ surrogate_key('email', [normalised_email('form_submissions.email')]) }} = email_entities.identifier_key
    where
        not form_submissions.is_deleted
        and {{ to_reporting_date('form_submissions.submitted_at') }} <= {{ as_of_date() }}

),

-- A form sent between the clicks of one day follows the first of them: the last click bounds the seven days.
final as (

    select
        click_days.email_key,
        click_days.person_key,
        min(submissions.submitted_at) as first_converted_at
    from click_days
    inner join submissions on click_days.person_key = submissions.person_key
    where
        submissions.submitted_at >= click_days.first_clicked_at
        and submissions.submitted_at <= {{ dbt.dateadd('day', 7, 'click_days.last_clicked_at') }}
    group by click_days.email_key, click_days.person_key

)

select * from final
