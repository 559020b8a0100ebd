-- Grain: one row per change of a contact's lead status (source_system, source_instance, contact_id, changed_at, to_status).
-- Excludes: a status that was there before HubSpot's own data move (first change, source MIGRATION), and cleared ones.

with

property_changes as (

    select * from {{ ref('base_hubspot__contact_property_history') }}

),

numbered as (

    select
        *,
        lag(property_value) over (
            partition by source_system, source_instance, contact_id order by changed_at, property_value nulls last
        ) as previous_value,
        row_number() over (
            partition by source_system, source_instance, contact_id order by changed_at, property_value nulls last
        ) as change_number
    from property_changes
    where property_name = 'hs_lead_status'

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        contact_id,
        changed_at,
        property_value as to_status,
        previous_value as from_status,
        cast(null as {{ dbt.type_string() }}) as changed_by_id
    from numbered
    where
        property_value is not null
        and not (change_number = 1 and coalesce(upper(change_source) = 'MIGRATION', false))

)

select * from final
