-- Grain: one row per link that names another record by the id of its system (from_identifier_key, to_identifier_key, link_reason).
-- A reference to a record that never landed links nothing.

with

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

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

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

subscriptions as (

    select * from {{ ref('int_billing__subscriptions') }}

),

invoices as (

    select * from {{ ref('int_billing__invoices') }}

),

-- Links that name the other record by another system's id. Some CRMs write one id in a 15- and an 18-character form.
foreign_references as (

    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }}
            as from_identifier_key,
        source_system as from_system,
        source_instance as from_instance,
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
        source_system as from_system,
        source_instance as from_instance,
        'crm_contact' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        crm_contact_id as identifier_value,
        'ma_crm_link' as link_reason
    from ma_people
    where crm_contact_id is not null
    union all
    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as from_identifier_key,
        source_system as from_system,
        source_instance as from_instance,
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
        source_system as from_system,
        source_instance as from_instance,
        'crm_contact' as identifier_type,
        {{ folded_text('external_system') }} as source_system,
        external_id as identifier_value,
        'synced_id' as link_reason
    from contacts
    where external_id is not null
    union all
    select
        {{ surrogate_key('crm_account', ['source_system', 'source_instance', 'account_id']) }} as from_identifier_key,
        source_system as from_system,
        source_instance as from_instance,
        'crm_account' as identifier_type,
        {{ folded_text('external_system') }} as source_system,
        external_id as identifier_value,
        'synced_id' as link_reason
    from accounts
    where external_id is not null
    union all
    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as from_identifier_key,
        source_system as from_system,
        source_instance as from_instance,
        'crm_opportunity' as identifier_type,
        {{ folded_text('external_system') }} as source_system,
        external_id as identifier_value,
        'synced_id' as link_reason
    from opportunities
    where external_id is not null
    union all
    select
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as from_identifier_key,
        source_system as from_system,
        source_instance as from_instance,
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
        source_system as from_system,
        source_instance as from_instance,
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
        source_system as from_system,
        source_instance as from_instance,
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
        from_system,
        from_instance,
        identifier_type,
        source_system,
        identifier_value,
        link_reason
    from foreign_references
    union all
    select
        from_identifier_key,
        from_system,
        from_instance,
        identifier_type,
        source_system,
        left(identifier_value, 15) as identifier_value,
        link_reason
    from foreign_references
    where length(identifier_value) = 18

),

-- An id that several systems hold names the record of the referring system itself, else that of the first by priority.
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
                case
                    when reference_spellings.from_system != identifiers.source_system then 3
                    when reference_spellings.from_instance != identifiers.source_instance then 2
                    else 1
                end,
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

final as (

    select
        from_identifier_key,
        to_identifier_key,
        link_reason
    from links_by_foreign_id
    where choice = 1
    group by from_identifier_key, to_identifier_key, link_reason

)

select * from final
