-- Grain: one row per campaign member (source_system, source_instance, campaign_id, member_id).

with

members as (

    select * from {{ ref('base_salesforce__campaign_member') }}

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        campaign_id,
        member_id,
        coalesce(
            lead_id, case when lead_or_contact_id like '00Q%' then lead_or_contact_id end
        ) as lead_id,
        coalesce(
            contact_id, case when lead_or_contact_id like '003%' then lead_or_contact_id end
        ) as contact_id,
        status,
        has_responded,
        responded_at,
        created_at
    from members

)

select * from final
