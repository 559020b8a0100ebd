-- Grain: one row per change of a contact's score (source_system, source_instance, ma_person_id, changed_at).

with

property_changes as (

    select * from {{ ref('base_hubspot__contact_property_history') }}

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        contact_id as ma_person_id,
        changed_at,
        {{ parse_number('property_value', 'double') }} as score,
        change_source as reason
    from property_changes
    where property_name = 'hubspotscore' and property_value is not null

)

select * from final
