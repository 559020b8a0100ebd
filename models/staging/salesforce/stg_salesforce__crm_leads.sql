-- Grain: one row per lead (source_system, source_instance, lead_id).

with

leads as (

    select * from {{ ref('base_salesforce__lead') }}

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        lead_id,
        email,
        first_name,
        last_name,
        company_name,
        job_title,
        industry,
        employee_count,
        country,
        lead_source,
        campaign_id,
        status,
        disqualified_reason,
        score,
        budget_amount,
        currency,
        mql_at,
        sal_at,
        sql_at,
        owner_id,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        click_id,
        visitor_id,
        ma_person_id,
        is_converted,
        converted_at,
        converted_contact_id,
        converted_account_id,
        converted_opportunity_id,
        merged_into_id,
        created_at,
        updated_at
    from leads

)

select * from final
