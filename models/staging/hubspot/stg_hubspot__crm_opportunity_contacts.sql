-- Grain: one row per contact of a deal (source_system, source_instance, opportunity_id, contact_id).

with

deals as (

    select * from {{ ref('base_hubspot__deal') }}

),

merged_deals as (

    select * from {{ ref('base_hubspot__merged_deal') }}

),

associations as (

    select * from {{ ref('base_hubspot__deal_contact') }}

),

known_merges as (

    {{ listed_and_logged_merges('deals', 'opportunity_id', 'merged_deals', 'merged_opportunity_id') }}

),

surviving_deals as (

    {{ surviving_ids('known_merges') }}

),

-- HubSpot's own kinds of association say no more than that there is one; a kind of the user's own is a role.
associations_of_survivors as (

    select
        associations.source_system,
        associations.source_instance,
        associations.is_deleted,
        coalesce(surviving_deals.surviving_id, associations.opportunity_id) as opportunity_id,
        associations.contact_id,
        coalesce(
            associations.association_label,
            case when upper(associations.association_category) = 'USER_DEFINED' then associations.association_type_id end
        ) as role,
        associations.association_type_id
    from associations
    left join surviving_deals
        on
            associations.source_system = surviving_deals.source_system
            and associations.source_instance = surviving_deals.source_instance
            and associations.opportunity_id = surviving_deals.merged_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_system, source_instance, opportunity_id, contact_id
            order by is_deleted, role nulls last, association_type_id nulls last
        ) as association_rank
    from associations_of_survivors

),

final as (

    select
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        contact_id,
        role,
        cast(null as boolean) as is_primary,
        cast(null as timestamp) as created_at
    from ranked
    where association_rank = 1

)

select * from final
