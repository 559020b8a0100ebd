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

leads as (

    select * from {{ ref('int_crm__leads') }}

),

contacts as (

    select * from {{ ref('int_crm__contacts') }}

),

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

ma_people as (

    select * from {{ ref('int_ma__people') }}

),

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

subscriptions as (

    select * from {{ ref('int_billing__subscriptions') }}

),

invoices as (

    select * from {{ ref('int_billing__invoices') }}

),

-- Links that name the other record by a key of their own system.
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

-- Links that name the other record by another system's id. Some CRMs write one id in a 15- and an 18-character form.
foreign_references as (

    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }}
            as from_identifier_key,
        'crm_lead' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        crm_lead_id as identifier_value,
        'ma_crm_link' as link_reason
    from ma_people
    where crm_lead_id is not null
    union all
    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }}
            as from_identifier_key,
        'crm_contact' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        crm_contact_id as identifier_value,
        'ma_crm_link' as link_reason
    from ma_people
    where crm_contact_id is not null
    union all
    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as from_identifier_key,
        'ma_person' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        ma_person_id as identifier_value,
        'ma_crm_link' as link_reason
    from leads
    where ma_person_id is not null
    union all
    select
        {{ surrogate_key('person_record', ["'crm_contact'", 'source_system', 'source_instance', 'contact_id']) }}
            as from_identifier_key,
        'crm_contact' as identifier_type,
        external_system as source_system,
        external_id as identifier_value,
        'synced_id' as link_reason
    from contacts
    where external_id is not null
    union all
    select
        {{ surrogate_key('crm_account', ['source_system', 'source_instance', 'account_id']) }} as from_identifier_key,
        'crm_account' as identifier_type,
        external_system as source_system,
        external_id as identifier_value,
        'synced_id' as link_reason
    from accounts
    where external_id is not null
    union all
    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as from_identifier_key,
        'crm_opportunity' as identifier_type,
        external_system as source_system,
        external_id as identifier_value,
        'synced_id' as link_reason
    from opportunities
    where external_id is not null
    union all
    select
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as from_identifier_key,
        'crm_campaign' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        crm_campaign_id as identifier_value,
        'ma_crm_link' as link_reason
    from ma_programs
    where crm_campaign_id is not null
    union all
    select
        {{ surrogate_key('billing_customer', [
            'source_system', 'source_instance', billing_customer_id('subscriptions', 'subscription_item_id')
        ]) }} as from_identifier_key,
        'crm_account' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        account_id as identifier_value,
        'billing_link' as link_reason
    from subscriptions
    where account_id is not null
    union all
    select
        {{ surrogate_key('billing_customer', [
            'source_system', 'source_instance', billing_customer_id('invoices', 'invoice_line_id')
        ]) }} as from_identifier_key,
        'crm_account' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        account_id as identifier_value,
        'billing_link' as link_reason
    from invoices
    where account_id is not null

),

reference_spellings as (

    select
        from_identifier_key,
        identifier_type,
        source_system,
        identifier_value,
        link_reason
    from foreign_references
    union all
    select
        from_identifier_key,
        identifier_type,
        source_system,
        left(identifier_value, 15) as identifier_value,
        link_reason
    from foreign_references
    where length(identifier_value) = 18

),

-- An id that two instances hold names the record of the first system by priority.
links_by_foreign_id as (

    select
        reference_spellings.from_identifier_key,
        identifiers.identifier_key as to_identifier_key,
        reference_spellings.link_reason,
        row_number() over (
            partition by
                reference_spellings.from_identifier_key,
                reference_spellings.identifier_type,
                reference_spellings.link_reason,
                left(reference_spellings.identifier_value, 15)
            order by
                {{ system_priority('identifiers.source_system') }},
                identifiers.source_instance,
                identifiers.identifier_key
        ) as choice
    from reference_spellings
    inner join identifiers
        on
            reference_spellings.identifier_type = identifiers.identifier_type
            and reference_spellings.identifier_value = identifiers.identifier_value
            and reference_spellings.from_identifier_key != identifiers.identifier_key
            and coalesce(reference_spellings.source_system, identifiers.source_system) = identifiers.source_system

),

-- An ad campaign and a CRM campaign are one when exactly one CRM campaign names its utm_campaign.
crm_campaigns_by_utm as (

    select
        {{ folded_text('utm_campaign') }} as utm_campaign,
        min({{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }}) as identifier_key
    from crm_campaigns
    where utm_campaign is not null and not is_deleted
    group by {{ folded_text('utm_campaign') }}
    having count(*) = 1

),

ad_campaign_utms as (

    select distinct
        {{ surrogate_key('ad_campaign', ['source_system', 'source_instance', 'platform', 'campaign_id']) }} as identifier_key,
        {{ folded_text('utm_campaign') }} as utm_campaign
    from ad_stats
    where utm_campaign is not null

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
    from links_by_foreign_id
    where choice = 1
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
