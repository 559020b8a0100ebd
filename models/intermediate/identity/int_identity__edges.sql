-- Grain: one row per piece of evidence that two identifiers are one thing (from_identifier_key, to_identifier_key, link_reason).
-- Both ends exist in int_identity__identifiers; a reference to a record that never landed makes no edge.

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

),

shared_emails as (

    select * from {{ ref('int_identity__shared_emails') }}

),

foreign_links as (

    select * from {{ ref('int_identity__foreign_links') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

-- Links that name the other record by a key of their own system; those by another system's id are in foreign_links.
links_by_key as (

    select
        record_key as from_identifier_key,
        merged_into_record_key as to_identifier_key,
        'merged' as link_reason
    from person_records
    where merged_into_record_key is not null
    union all
    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as from_identifier_key,
        {{ surrogate_key('person_record', ["'crm_contact'", 'source_system', 'source_instance', 'converted_contact_id']) }}
            as to_identifier_key,
        'converted_lead' as link_reason
    from leads
    where converted_contact_id is not null
    union all
    select
        person_records.record_key as from_identifier_key,
        {{ surrogate_key('email', ['person_records.email_normalised']) }} as to_identifier_key,
        'same_email' as link_reason
    from person_records
    left join shared_emails on person_records.email_normalised = shared_emails.email_normalised
    where
        person_records.email_normalised is not null
        and shared_emails.email_normalised is null
    union all
    select
        {{ surrogate_key('crm_account', ['source_system', 'source_instance', 'account_id']) }} as from_identifier_key,
        {{ surrogate_key('crm_account', ['source_system', 'source_instance', 'merged_into_id']) }} as to_identifier_key,
        'merged' as link_reason
    from accounts
    where merged_into_id is not null

),

-- An ad campaign and a CRM campaign are one when exactly one CRM campaign names its utm_campaign.
crm_campaigns_by_utm as (

    select
        {{ tracking_value('utm_campaign') }} as utm_campaign,
        min({{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }}) as identifier_key
    from crm_campaigns
    where {{ tracking_value('utm_campaign') }} is not null and not is_deleted
    group by {{ tracking_value('utm_campaign') }}
    having count(*) = 1

),

ad_campaign_utms as (

    select distinct
        {{ surrogate_key('ad_campaign', ['source_system', 'source_instance', 'platform', 'campaign_id']) }} as identifier_key,
        {{ tracking_value('utm_campaign') }} as utm_campaign
    from ad_stats
    where {{ tracking_value('utm_campaign') }} is not null

),

links_by_utm as (

    select
        ad_campaign_utms.identifier_key as from_identifier_key,
        crm_campaigns_by_utm.identifier_key as to_identifier_key,
        'same_utm_campaign' as link_reason
    from ad_campaign_utms
    inner join crm_campaigns_by_utm on ad_campaign_utms.utm_campaign = crm_campaigns_by_utm.utm_campaign

),

all_links as (

    select
        from_identifier_key,
        to_identifier_key,
        link_reason
    from links_by_key
    union all
    select
        from_identifier_key,
        to_identifier_key,
        link_reason
    from foreign_links
    union all
    select
        from_identifier_key,
        to_identifier_key,
        link_reason
    from links_by_utm

),

final as (

    select
        all_links.from_identifier_key,
        all_links.to_identifier_key,
        all_links.link_reason
    from all_links
    inner join identifiers as origins on all_links.from_identifier_key = origins.identifier_key
    inner join identifiers as targets on all_links.to_identifier_key = targets.identifier_key
    where all_links.from_identifier_key != all_links.to_identifier_key
    group by all_links.from_identifier_key, all_links.to_identifier_key, all_links.link_reason

)

select * from final
