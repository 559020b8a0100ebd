-- Grain: one row per record whose link between CRM and MA is not one to one (source_system, entity_type, failing_key).
-- A lead and the contact that it became are two kinds: an MA person may hold one of each.

with

edges as (

    select * from {{ ref('int_identity__edges') }}

),

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

    select person_records.*
    from person_records
    left join converted_leads on person_records.record_key = converted_leads.record_key
    where not person_records.is_deleted and not person_records.is_merged_away and converted_leads.record_key is null

),

-- Either side may name the other; both ways round it is one link.
links as (

    select
        from_identifier_key as record_key,
        to_identifier_key as linked_record_key
    from edges
    where link_reason = 'ma_crm_link'
    union
    select
        to_identifier_key as record_key,
        from_identifier_key as linked_record_key
    from edges
    where link_reason = 'ma_crm_link'

),

linked_records as (

    select
        records.record_key,
        linked.record_type as linked_record_type,
        count(*) as linked_count
    from links
    inner join live_records as records on links.record_key = records.record_key
    inner join live_records as linked on links.linked_record_key = linked.record_key
    group by records.record_key, linked.record_type
    having count(*) > 1

),

linked_by_record as (

    select
        record_key,
        max(linked_count) as linked_count,
        max(linked_record_type) as linked_record_type
    from linked_records
    group by record_key

),

final as (

    select
        'crm_ma_link_one_to_one' as rule_id,
        live_records.source_system,
        live_records.record_type as entity_type,
        live_records.record_id || case when live_records.source_instance = 'main' then '' else '@' || live_records.source_instance end
            as failing_key,
        'linked with ' || cast(linked_by_record.linked_count as {{ dbt.type_string() }}) || ' records of type '
        || linked_by_record.linked_record_type as detail,
        cast(1 as bigint) as record_count
    from linked_by_record
    inner join live_records on linked_by_record.record_key = live_records.record_key

)

select * from final
