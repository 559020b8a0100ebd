-- Grain: one row per reference from a live record to another record (entity_type, source_system, source_instance, record_id, reference_type).
-- What the rule on dangling references looks at. Excludes: references to a kind of record of which the named system landed none.
{{ config(materialized='table') }}
{%- set kinds = [
    ['leads', 'crm_lead', 'lead_id', 'converted_contact_id', 'crm_contact'],
    ['leads', 'crm_lead', 'lead_id', 'converted_account_id', 'crm_account'],
    ['leads', 'crm_lead', 'lead_id', 'converted_opportunity_id', 'crm_opportunity'],
    ['contacts', 'crm_contact', 'contact_id', 'account_id', 'crm_account'],
    ['opportunities', 'crm_opportunity', 'opportunity_id', 'account_id', 'crm_account'],
    ['opportunity_contacts', 'crm_opportunity_contact', "opportunity_id || '|' || contact_id", 'opportunity_id', 'crm_opportunity'],
    ['opportunity_contacts', 'crm_opportunity_contact', "opportunity_id || '|' || contact_id", 'contact_id', 'crm_contact'],
    ['campaign_members', 'crm_campaign_member', "campaign_id || '|' || member_id", 'campaign_id', 'crm_campaign'],
    ['campaign_members', 'crm_campaign_member', "campaign_id || '|' || member_id", 'lead_id', 'crm_lead'],
    ['campaign_members', 'crm_campaign_member', "campaign_id || '|' || member_id", 'contact_id', 'crm_contact'],
    ['program_members', 'ma_program_member', "program_id || '|' || ma_person_id", 'program_id', 'ma_program'],
    ['program_members', 'ma_program_member', "program_id || '|' || ma_person_id", 'ma_person_id', 'ma_person'],
    ['ma_people', 'ma_person', 'ma_person_id', 'crm_lead_id', 'crm_lead'],
    ['ma_people', 'ma_person', 'ma_person_id', 'crm_contact_id', 'crm_contact'],
] %}

with

leads as (

    select * from {{ ref('int_crm__leads') }}

),

contacts as (

    select * from {{ ref('int_crm__contacts') }}

),

opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

opportunity_contacts as (

    select * from {{ ref('int_crm__opportunity_contacts') }}

),

campaign_members as (

    select * from {{ ref('int_crm__campaign_members') }}

),

program_members as (

    select * from {{ ref('int_ma__program_members') }}

),

ma_people as (

    select * from {{ ref('int_ma__people') }}

),

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

),

all_references as (

    {%- for relation, entity_type, record_id, reference, target_type in kinds %}
    select
        '{{ entity_type }}' as entity_type,
        source_system,
        source_instance,
        {{ record_id }} as record_id,
        '{{ reference }}' as reference_type,
        '{{ target_type }}' as target_type,
        {{ "'*'" if relation == 'ma_people' else 'source_system' }} as target_system,
        {{ reference }} as target_id
    from {{ relation }}
    where not is_deleted and {{ reference }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

identifiers_by_system as (

    select
        identifier_type,
        source_system as target_system,
        identifier_value
    from identifiers
    where identifier_type in ('crm_lead', 'crm_contact', 'crm_account', 'crm_opportunity', 'crm_campaign', 'ma_person', 'ma_program')
    union
    select
        identifier_type,
        '*' as target_system,
        identifier_value
    from identifiers
    where identifier_type in ('crm_lead', 'crm_contact')

),

landed_kinds as (

    select
        identifier_type,
        target_system
    from identifiers_by_system
    group by identifier_type, target_system

),

-- Another system may write an id in 18 characters that landed in 15.
final as (

    select
        -- dimensions
        all_references.entity_type,
        all_references.source_system,
        all_references.source_instance,
        all_references.record_id,
        all_references.reference_type,
        all_references.target_type,
        all_references.target_id,
        -- flags
        coalesce(same_ids.identifier_value, short_ids.identifier_value) is not null as is_found
    from all_references
    inner join landed_kinds
        on
            all_references.target_type = landed_kinds.identifier_type
            and all_references.target_system = landed_kinds.target_system
    left join identifiers_by_system as same_ids
        on
            all_references.target_type = same_ids.identifier_type
            and all_references.target_system = same_ids.target_system
            and all_references.target_id = same_ids.identifier_value
    left join identifiers_by_system as short_ids
        on
            all_references.target_type = short_ids.identifier_type
            and all_references.target_system = short_ids.target_system
            and case when length(all_references.target_id) = 18 then left(all_references.target_id, 15) end
            = short_ids.identifier_value

)

select * from final
