-- Grain: one row per opportunity and person who takes part in it (opportunity_key, person_key).
-- Sourcing order: the converted lead (the oldest, then the smallest id), the primary contact, the contact with the earliest touch.

with

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

opportunity_contacts as (

    select * from {{ ref('int_crm__opportunity_contacts') }}

),

touches as (

    select * from {{ ref('int_engagement__touches') }}

),

links as (

    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'converted_opportunity_id']) }}
            as opportunity_record_key,
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as record_key,
        'converted_lead' as link_reason,
        cast(null as {{ dbt.type_string() }}) as contact_role,
        false as is_primary,
        lead_id,
        created_at as lead_created_at
    from leads
    where is_converted and converted_opportunity_id is not null
    union all
    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as opportunity_record_key,
        {{ surrogate_key('person_record', ["'crm_contact'", 'source_system', 'source_instance', 'contact_id']) }} as record_key,
        'contact_role' as link_reason,
        role as contact_role,
        coalesce(is_primary, false) as is_primary,
        cast(null as {{ dbt.type_string() }}) as lead_id,
        cast(null as timestamp) as lead_created_at
    from opportunity_contacts
    where not is_deleted

),

links_by_person as (

    select
        opportunities.opportunity_key,
        people.person_key,
        bool_or(links.link_reason = 'converted_lead') as is_converted_lead,
        max(links.contact_role) as contact_role,
        bool_or(links.is_primary) as is_primary,
        min(links.lead_created_at) as lead_created_at,
        min(links.lead_id) as lead_id
    from links
    inner join entities as opportunity_entities on links.opportunity_record_key = opportunity_entities.identifier_key
    inner join opportunities on opportunity_entities.entity_key = opportunities.opportunity_key
    inner join entities as people_entities on links.record_key = people_entities.identifier_key
    inner join people on people_entities.entity_key = people.person_key
    group by opportunities.opportunity_key, people.person_key

),

first_touches as (

    select
        person_key,
        min(touched_at) as first_touched_at
    from touches
    group by person_key

),

ranked as (

    select
        links_by_person.*,
        row_number() over (
            partition by links_by_person.opportunity_key
            order by
                links_by_person.is_converted_lead desc,
                links_by_person.lead_created_at asc nulls last,
                links_by_person.lead_id asc nulls last,
                links_by_person.is_primary desc,
                first_touches.first_touched_at asc nulls last,
                links_by_person.person_key asc
        ) as sourcing_rank
    from links_by_person
    left join first_touches on links_by_person.person_key = first_touches.person_key

),

final as (

    select
        -- keys
        opportunity_key,
        person_key,
        -- dimensions
        coalesce(contact_role, '(unassigned)') as contact_role,
        case when is_converted_lead then 'converted_lead' else 'contact_role' end as link_reason,
        -- flags
        is_primary,
        sourcing_rank = 1 as is_sourcing
    from ranked

)

select * from final
