-- Grain: one row per campaign (source_system, source_instance, campaign_id).
-- Why: the channel is decided from the campaign type, for every system alike.

with

campaigns as (

    select * from {{ ref('base_salesforce__campaign') }}

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        campaign_id,
        campaign_name,
        campaign_type,
        cast(null as {{ dbt.type_string() }}) as channel,
        status,
        parent_campaign_id,
        utm_campaign,
        start_date,
        end_date,
        budgeted_cost,
        actual_cost,
        currency,
        created_at
    from campaigns

)

select * from final
