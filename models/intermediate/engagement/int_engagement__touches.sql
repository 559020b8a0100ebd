-- Grain: one row per marketing touch: a form submission, or a person's first response to a campaign (touch_key).
-- Excludes: touches of people whose records are all deleted, and touches after as_of.

with

campaign_members as (

    select * from {{ ref('int_crm__campaign_members') }}

),

program_members as (

    select * from {{ ref('int_ma__program_members') }}

),

form_submissions as (

    select * from {{ ref('int_ma__form_submissions') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

-- A member row names a lead, a contact or both: the contact is the later record of the same person.
responses as (

    select
        coalesce(
            {{ surrogate_key('person_record', ["'crm_contact'", 'source_system', 'source_instance', 'contact_id']) }},
            {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }}
        ) as record_key,
        {{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }} as campaign_identifier_key,
        source_system,
        coalesce(responded_at, created_at) as touched_at
    from campaign_members
    where has_responded and not is_deleted
    union all
    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as campaign_identifier_key,
        source_system,
        coalesce(attended_at, registered_at) as touched_at
    from program_members
    where (has_attended or has_succeeded) and not is_deleted

),

responses_by_campaign as (

    select
        people_entities.entity_key as person_key,
        campaign_entities.entity_key as campaign_key,
        min(responses.source_system) as source_system,
        min(responses.touched_at) as touched_at
    from responses
    inner join entities as people_entities on responses.record_key = people_entities.identifier_key
    inner join entities as campaign_entities on responses.campaign_identifier_key = campaign_entities.identifier_key
    where responses.touched_at is not null
    group by people_entities.entity_key, campaign_entities.entity_key

),

campaign_responses as (

    select
        {{ surrogate_key('campaign_response', ['responses_by_campaign.campaign_key', 'responses_by_campaign.person_key']) }}
            as touch_key,
        responses_by_campaign.person_key,
        campaigns.campaign_key,
        'campaign_response' as touch_type,
        coalesce(campaigns.channel, '(unassigned)') as channel,
        responses_by_campaign.source_system,
        responses_by_campaign.touched_at
    from responses_by_campaign
    left join campaigns on responses_by_campaign.campaign_key = campaigns.campaign_key

),

campaigns_by_utm as (

    select
        utm_campaign,
        min(campaign_key) as campaign_key
    from campaigns
    where utm_campaign is not null
    group by utm_campaign
    having count(*) = 1

),

form_touches as (

    select
        {{ surrogate_key('form_submission', [
            'form_submissions.source_system', 'form_submissions.source_instance', 'form_submissions.submission_id'
        ]) }} as touch_key,
        coalesce(record_entities.entity_key, email_entities.entity_key) as person_key,
        campaigns_by_utm.campaign_key,
        'form_submission' as touch_type,
        coalesce(utm_channels.channel, '(unmapped)') as channel,
        form_submissions.source_system,
        form_submissions.submitted_at as touched_at
    from form_submissions
    left join entities as record_entities
        on {{ surrogate_key('person_record', [
            "'ma_person'", 'form_submissions.source_system', 'form_submissions.source_instance', 'form_submissions.ma_person_id'
        ]) }} = record_entities.identifier_key
    left join entities as email_entities
        on {{ surrogate_key('email', [normalised_email('form_submissions.email')]) }} = email_entities.identifier_key
    left join utm_channels
        on {{ utm_key(
            'form_submissions.utm_source', 'form_submissions.utm_medium', 'form_submissions.utm_campaign',
            click_id_type('form_submissions.page_url')
        ) }} = utm_channels.utm_key
    left join campaigns_by_utm
        on {{ folded_text('form_submissions.utm_campaign') }} = campaigns_by_utm.utm_campaign
    where not form_submissions.is_deleted and form_submissions.submitted_at is not null

),

all_touches as (

    select * from campaign_responses
    union all
    select * from form_touches

),

final as (

    select
        -- keys
        all_touches.touch_key,
        all_touches.person_key,
        people.account_key,
        all_touches.campaign_key,
        -- dimensions
        all_touches.touch_type,
        all_touches.channel,
        all_touches.source_system,
        -- dates
        {{ to_reporting_date('all_touches.touched_at') }} as touch_date,
        -- timestamps
        all_touches.touched_at
    from all_touches
    inner join people on all_touches.person_key = people.person_key
    where {{ to_reporting_date('all_touches.touched_at') }} <= {{ as_of_date() }}

)

select * from final
