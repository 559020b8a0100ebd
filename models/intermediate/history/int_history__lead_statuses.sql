-- Grain: one row per person record with the status that a nightly snapshot freezes (record_key).

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

final as (

    select
        record_key,
        record_type,
        source_system,
        source_instance,
        current_status,
        coalesce(updated_at, created_at) as status_known_at
    from person_records
    where current_status is not null and (not is_deleted or is_merged_away)

)

select * from final
