-- Grain: one row per contact (source_system, source_instance, contact_id).
-- Why: the status of a contact is the lead status, which sales keeps and whose history is crm_contact_status_changes;
-- the lifecycle stage is told once, by ma_people and ma_lifecycle_changes.

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
        'account_id', 'email', 'first_name', 'last_name', 'job_title', 'department', 'owner_id', 'lifecycle_stage',
        'lead_status', 'lead_source', 'original_source', 'salesforce_contact_id', 'entered_mql_at',
        'became_mql_at', 'entered_sal_at', 'became_sal_at', 'entered_sql_at', 'became_sql_at', 'record_created_at',
        'record_updated_at'
    ]) }}

),

-- One date is the last entry into a stage, the other the first that was kept: the earlier counts.
final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        contact_id,
        account_id,
        -- dimensions
        email,
        first_name,
        last_name,
        job_title,
        department,
        coalesce(lead_source, original_source) as lead_source,
        owner_id,
        lead_status as lifecycle_stage,
        -- timestamps
        coalesce(least(entered_mql_at, became_mql_at), entered_mql_at, became_mql_at) as mql_at,
        coalesce(least(entered_sal_at, became_sal_at), entered_sal_at, became_sal_at) as sal_at,
        coalesce(least(entered_sql_at, became_sql_at), entered_sql_at, became_sql_at) as sql_at,
        -- keys
        case when salesforce_contact_id is not null then 'salesforce' end as external_system,
        salesforce_contact_id as external_id,
        merged_into_id,
        -- timestamps
        record_created_at as created_at,
        record_updated_at as updated_at
    from contacts_with_merges

)

select * from final
