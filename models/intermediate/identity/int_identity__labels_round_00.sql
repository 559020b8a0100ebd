-- Grain: one row per identifier (identifier_key).

with

identifiers as (

    select * from {{ ref('int_identity__identifiers') }}

),

final as (

    select
        identifier_key,
        identifier_key as label
    from identifiers

)

select * from final
