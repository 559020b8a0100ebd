-- Grain: one row per campaign and person who responded to it, at their first response (touch_key).

with

campaign_members as (

    select * from {{ ref('int_crm__campaign_members') }}

),

program_members as (

    select * from {{ ref('int_ma__program_members') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

campaigns as (

    select * from {{ ref('int_engagement__campaigns') }}

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

final as (

    select
        -- keys
        {{ surrogate_key('campaign_response', ['responses_by_campaign.campaign_key', 'responses_by_campaign.person_key']) }}
            as touch_key,
        responses_by_campaign.person_key,
        campaigns.campaign_key,
        -- dimensions
        'campaign_response' as touch_type,
        coalesce(campaigns.channel, '(unassigned)') as channel,
        responses_by_campaign.source_system,
        -- timestamps
        responses_by_campaign.touched_at
    from responses_by_campaign
    left join campaigns on responses_by_campaign.campaign_key = campaigns.campaign_key

)

select * from final
