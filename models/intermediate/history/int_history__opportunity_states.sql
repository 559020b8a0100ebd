-- Grain: one row per opportunity record with what a nightly snapshot freezes (record_key).

with

opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

final as (

    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as record_key,
        {{ surrogate_key('crm_user', ['source_system', 'source_instance', 'owner_id']) }} as owner_key,
        source_system,
        source_instance,
        stage,
        currency,
        amount as amount_original,
        close_date,
        coalesce(updated_at, created_at) as state_known_at
    from opportunities
    where not is_deleted

)

select * from final
