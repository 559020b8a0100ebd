-- Grain: one row per identity-resolved person (person_key).

with

people as (

    select * from {{ ref('int_identity__people') }}

),

final as (

    select
        -- keys
        person_key,
        email_hash,
        account_key,
        owner_key,
        -- dimensions
        industry,
        size_band,
        title_level,
        country,
        region,
        -- flags
        is_target_fit,
        is_internal,
        is_excluded,
        -- timestamps
        first_seen_at
    from people

)

select * from final
