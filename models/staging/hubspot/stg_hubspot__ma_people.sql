-- Grain: one row per contact (source_system, source_instance, ma_person_id).
-- Why: a contact is a person of the CRM and of marketing; crm_contact_id is the same id, so that both are one person.

{%- set lawful_words = 'consent|legitimate|performance|contract|同意|正当|契約' %}

with

contacts as (

    select * from {{ ref('base_hubspot__contact') }}

),

merge_audit as (

    select * from {{ ref('base_hubspot__contact_merge_audit') }}

),

known_merges as (

    {{ listed_and_logged_merges('contacts', 'contact_id', 'merge_audit', 'merged_contact_id') }}

),

contacts_with_merges as (

    {{ records_with_merges('contacts', 'contact_id', 'known_merges', [
        'email', 'first_name', 'last_name', 'company_name', 'job_title', 'industry', 'country', 'lifecycle_stage',
        'original_source', 'legal_basis', 'salesforce_lead_id', 'utm_source', 'utm_medium', 'utm_campaign',
        'visitor_id', 'is_email_optout', 'score', 'entered_mql_at', 'became_mql_at', 'entered_sql_at',
        'became_sql_at', 'record_created_at', 'record_updated_at'
    ]) }}

),

final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        contact_id as ma_person_id,
        -- dimensions
        email,
        first_name,
        last_name,
        company_name,
        job_title,
        industry,
        country,
        lifecycle_stage,
        score,
        original_source,
        utm_source,
        utm_medium,
        utm_campaign,
        visitor_id,
        salesforce_lead_id as crm_lead_id,
        contact_id as crm_contact_id,
        -- timestamps
        coalesce(least(entered_mql_at, became_mql_at), entered_mql_at, became_mql_at) as mql_at,
        coalesce(least(entered_sql_at, became_sql_at), entered_sql_at, became_sql_at) as sql_at,
        -- dimensions
        case
            when is_email_optout then 'denied'
            when regexp_extract({{ folded_text('legal_basis') }}, '{{ lawful_words }}', 0) != '' then 'granted'
            else 'unknown'
        end as consent_status,
        merged_into_id,
        -- timestamps
        record_created_at as created_at,
        record_updated_at as updated_at
    from contacts_with_merges

)

select * from final
