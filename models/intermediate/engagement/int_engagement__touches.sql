-- Grain: one row per marketing touch: a session, a form, a click in an e-mail, or a first response to a campaign (touch_key).
-- Excludes: touches of people whose records are all deleted, and touches after as_of.

with

campaign_responses as (

    select * from {{ ref('int_engagement__campaign_responses') }}

),

form_touches as (

    select * from {{ ref('int_engagement__form_touches') }}

),

session_touches as (

    select * from {{ ref('int_engagement__session_touches') }}

),

email_clicks as (

    select * from {{ ref('int_engagement__email_clicks') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

all_touches as (

    select
        touch_key,
        person_key,
        campaign_key,
        cast(null as {{ dbt.type_string() }}) as content_key,
        touch_type,
        channel,
        source_system,
        touched_at
    from campaign_responses
    union all
    select
        touch_key,
        person_key,
        campaign_key,
        content_key,
        touch_type,
        channel,
        source_system,
        touched_at
    from form_touches
    union all
    select
        touch_key,
        person_key,
        campaign_key,
        cast(null as {{ dbt.type_string() }}) as content_key,
        touch_type,
        channel,
        source_system,
        touched_at
    from session_touches
    union all
    select
        touch_key,
        person_key,
        campaign_key,
        cast(null as {{ dbt.type_string() }}) as content_key,
        touch_type,
        channel,
        source_system,
        touched_at
    from email_clicks

),

final as (

    select
        -- keys
        all_touches.touch_key,
        all_touches.person_key,
        people.account_key,
        all_touches.campaign_key,
        all_touches.content_key,
        -- dimensions
        all_touches.touch_type,
        all_touches.channel,
        all_touches.source_system,
        -- dates
        {{ to_reporting_date('all_touches.touched_at') }} as touch_date,
        -- timestamps
        all_touches.touched_at
    from all_touches
    inner join people on all_touches.person_key = people.person_key
    where {{ to_reporting_date('all_touches.touched_at') }} <= {{ as_of_date() }}

)

select * from final
