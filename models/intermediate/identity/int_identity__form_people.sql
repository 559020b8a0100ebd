-- Grain: one row per form submission of a known person (submission_key).
-- Excludes: deleted submissions, those without a time, and those after as_of. The record that it names goes before the address.

with

form_submissions as (

    select * from {{ ref('int_ma__form_submissions') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

submissions as (

    select
        {{ surrogate_key('form_submission', ['source_system', 'source_instance', 'submission_id']) }} as submission_key,
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        {{ surrogate_key('email', [normalised_email('email')]) }} as email_key,
        {{ browser_id('visitor_id') }} as visitor_id,
        submitted_at
    from form_submissions
    where not is_deleted and {{ to_reporting_date('submitted_at') }} <= {{ as_of_date() }}

),

final as (

    select
        -- keys
        submissions.submission_key,
        people.person_key,
        -- dimensions
        submissions.visitor_id,
        -- timestamps
        submissions.submitted_at
    from submissions
    left join entities as record_entities on submissions.record_key = record_entities.identifier_key
    left join entities as email_entities on submissions.email_key = email_entities.identifier_key
    inner join people on coalesce(record_entities.entity_key, email_entities.entity_key) = people.person_key

)

select * from final
