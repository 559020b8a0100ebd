-- Grain: one row per marketing touch (touch_key).

with

touches as (

    select * from {{ ref('int_engagement__touches') }}

),

final as (

    select
        touch_key,
        person_key,
        account_key,
        campaign_key,
        cast(null as {{ dbt.type_string() }}) as content_key,
        touch_type,
        channel,
        source_system,
        touch_date,
        touched_at
    from touches

)

select * from final
