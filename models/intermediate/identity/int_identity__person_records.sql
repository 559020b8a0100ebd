-- Grain: one row per person record of a CRM or MA system (record_key).
-- Deleted and merged-away records are kept: their history belongs to the survivor.

with

leads as (

    select * from {{ ref('int_crm__leads') }}

),

contacts as (

    select * from {{ ref('int_crm__contacts') }}

),

ma_people as (

    select * from {{ ref('int_ma__people') }}

),

lead_records as (

    select
        'crm_lead' as record_type,
        source_system,
        source_instance,
        lead_id as record_id,
        merged_into_id,
        email,
        company_name,
        job_title,
        industry,
        employee_count,
        country,
        lead_source,
        owner_id,
        status as current_status,
        disqualified_reason,
        converted_account_id as account_id,
        score,
        budget_amount,
        currency,
        is_deleted,
        mql_at,
        sal_at,
        sql_at,
        created_at,
        updated_at
    from leads

),

contact_records as (

    select
        'crm_contact' as record_type,
        source_system,
        source_instance,
        contact_id as record_id,
        merged_into_id,
        email,
        cast(null as {{ dbt.type_string() }}) as company_name,
        job_title,
        cast(null as {{ dbt.type_string() }}) as industry,
        cast(null as bigint) as employee_count,
        cast(null as {{ dbt.type_string() }}) as country,
        lead_source,
        owner_id,
        lifecycle_stage as current_status,
        cast(null as {{ dbt.type_string() }}) as disqualified_reason,
        account_id,
        cast(null as double) as score,
        cast(null as decimal(18, 2)) as budget_amount,
        cast(null as {{ dbt.type_string() }}) as currency,
        is_deleted,
        mql_at,
        sal_at,
        sql_at,
        created_at,
        updated_at
    from contacts

),

ma_records as (

    select
        'ma_person' as record_type,
        source_system,
        source_instance,
        ma_person_id as record_id,
        merged_into_id,
        email,
        company_name,
        job_title,
        industry,
        cast(null as bigint) as employee_count,
        country,
        original_source as lead_source,
        cast(null as {{ dbt.type_string() }}) as owner_id,
        lifecycle_stage as current_status,
        cast(null as {{ dbt.type_string() }}) as disqualified_reason,
        cast(null as {{ dbt.type_string() }}) as account_id,
        score,
        cast(null as decimal(18, 2)) as budget_amount,
        cast(null as {{ dbt.type_string() }}) as currency,
        is_deleted,
        mql_at,
        cast(null as timestamp) as sal_at,
        sql_at,
        created_at,
        updated_at
    from ma_people

),

all_records as (

    select * from lead_records
    union all
    select * from contact_records
    union all
    select * from ma_records

),

final as (

    select
        -- keys
        {{ surrogate_key('person_record', ['record_type', 'source_system', 'source_instance', 'record_id']) }} as record_key,
        {{ surrogate_key('person_record', ['record_type', 'source_system', 'source_instance', 'merged_into_id']) }}
            as merged_into_record_key,
        {{ surrogate_key('crm_account', ['source_system', 'source_instance', 'account_id']) }} as account_record_key,
        {{ surrogate_key('crm_user', ['source_system', 'source_instance', 'owner_id']) }} as owner_key,
        -- dimensions
        record_type,
        source_system,
        source_instance,
        record_id,
        {{ normalised_email('email') }} as email_normalised,
        company_name,
        job_title,
        industry as industry_original,
        country as country_original,
        lead_source as lead_source_original,
        current_status,
        disqualified_reason as disqualified_reason_original,
        currency as budget_currency,
        -- flags
        is_deleted,
        merged_into_id is not null as is_merged_away,
        -- measures
        {{ system_priority('source_system') }} as system_priority,
        case record_type when 'crm_lead' then 1 when 'crm_contact' then 2 else 3 end as record_type_priority,
        employee_count,
        score,
        budget_amount as budget_amount_original,
        -- timestamps
        mql_at,
        sal_at,
        sql_at,
        created_at,
        updated_at
    from all_records

)

select * from final
