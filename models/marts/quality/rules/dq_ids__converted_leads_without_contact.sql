-- Grain: one row per lead that is converted and names no contact (source_system, entity_type, failing_key).

with

leads as (

    select * from {{ ref('int_crm__leads') }}

),

final as (

    select
        'converted_leads_without_contact' as rule_id,
        source_system,
        'crm_lead' as entity_type,
        lead_id || case when source_instance = 'main' then '' else '@' || source_instance end as failing_key,
        'converted, and names no contact' as detail,
        cast(1 as bigint) as record_count
    from leads
    where is_converted and converted_contact_id is null and not is_deleted and merged_into_id is null

)

select * from final
