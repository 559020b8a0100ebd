-- Grain: one row per live record that shares its e-mail address with another of its kind and system (source_system, entity_type, failing_key).
-- A converted lead lives on as its contact: it is no second live record.

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

converted_leads as (

    select {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as record_key
    from leads
    where is_converted

),

live_records as (

    select
        person_records.*,
        count(*) over (
            partition by
                person_records.source_system,
                person_records.source_instance,
                person_records.record_type,
                person_records.email_normalised
        ) as sharing_count
    from person_records
    left join converted_leads on person_records.record_key = converted_leads.record_key
    where
        not person_records.is_deleted
        and not person_records.is_merged_away
        and person_records.email_normalised is not null
        and converted_leads.record_key is null

),

final as (

    select
        'duplicate_emails' as rule_id,
        source_system,
        record_type as entity_type,
        record_id || case when source_instance = 'main' then '' else '@' || source_instance end as failing_key,
        {{ masked_text('email_normalised') }} || ' is on ' || cast(sharing_count as {{ dbt.type_string() }}) || ' live records'
            as detail,
        cast(1 as bigint) as record_count
    from live_records
    where sharing_count > 1

)

select * from final
