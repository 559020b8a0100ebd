-- Grain: one row per page or named content of the web sites (content_key).

with

contents as (

    select * from {{ ref('int_web__contents') }}

),

final as (

    select
        content_key,
        content_name,
        content_type,
        hostname,
        page_path,
        first_seen_date
    from contents

)

select * from final
