-- Grain: one row per person made of too many addresses or accounts, or address shared by too many records (source_system, entity_type, failing_key).
-- Shared addresses were cut and join nobody; too large people are published as they are, so somebody has to look at them.

with

identity_cuts as (

    select * from {{ ref('dq_identity_cuts') }}
    where identifier_type = 'email'

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

people as (

    select
        entities.entity_key as person_key,
        count(distinct person_records.email_normalised) as email_count,
        count(distinct person_records.account_record_key) as account_count
    from entities
    inner join person_records on entities.identifier_key = person_records.record_key
    group by entities.entity_key

),

final as (

    select
        'identity_clusters_too_large' as rule_id,
        '*' as source_system,
        'person' as entity_type,
        person_key as failing_key,
        cast(email_count as {{ dbt.type_string() }}) || ' e-mail addresses, '
        || cast(account_count as {{ dbt.type_string() }}) || ' accounts' as detail,
        cast(1 as bigint) as record_count
    from people
    where email_count > {{ var('max_emails_per_person') }} or account_count > {{ var('max_accounts_per_person') }}
    union all
    select
        'identity_clusters_too_large' as rule_id,
        '*' as source_system,
        'email' as entity_type,
        identifier_hash as failing_key,
        'an address on ' || cast(linked_count as {{ dbt.type_string() }}) || ' records' as detail,
        cast(1 as bigint) as record_count
    from identity_cuts

)

select * from final
