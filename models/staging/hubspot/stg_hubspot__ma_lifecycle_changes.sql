-- Grain: one row per change of a contact's lifecycle stage (source_system, source_instance, ma_person_id, changed_at, to_stage).
-- Excludes: a stage that was there before HubSpot's own data move (first change, source MIGRATION), and cleared ones.

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
    where property_name = 'lifecyclestage'

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        contact_id as ma_person_id,
        changed_at,
        property_value as to_stage,
        previous_value as from_stage
    from numbered
    where
        property_value is not null
        and not (change_number = 1 and coalesce(upper(change_source) = 'MIGRATION', false))

)

select * from final
