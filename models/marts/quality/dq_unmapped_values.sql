-- Grain: one row per word that no mapping knows (mapping, source_system, source_value).

with

stage_evidence as (

    select * from {{ ref('int_lifecycle__stage_evidence') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

crm_opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

person_attributes as (

    select * from {{ ref('int_identity__person_attributes') }}

),

campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

campaign_types as (

    select * from {{ ref('mapping_campaign_types') }}

),

opportunity_stages as (

    select * from {{ ref('mapping_opportunity_stages') }}

),

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

industries as (

    select * from {{ ref('mapping_industries') }}

),

regions as (

    select * from {{ ref('mapping_regions') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

all_words as (

    select
        'lead_stages' as mapping,
        source_system,
        stage_original as source_value
    from stage_evidence
    where stage = '(unmapped)'
    union all
    select
        'opportunity_stages' as mapping,
        crm_opportunities.source_system,
        crm_opportunities.stage as source_value
    from crm_opportunities
    left join opportunity_stages
        on {{ folded_text('crm_opportunities.stage') }} = opportunity_stages.source_value
    where
        crm_opportunities.stage is not null
        and not crm_opportunities.is_deleted
        and opportunity_stages.source_value is null
    union all
    select
        'lead_sources' as mapping,
        person_attributes.lead_source_system as source_system,
        person_attributes.lead_source_original as source_value
    from people
    inner join person_attributes on people.person_key = person_attributes.person_key
    where people.lead_source_channel = '(unmapped)'
    union all
    select
        'lead_sources' as mapping,
        source_system,
        lead_source as source_value
    from opportunities
    where lead_source_channel = '(unmapped)'
    union all
    select
        'industries' as mapping,
        '*' as source_system,
        person_attributes.industry_original as source_value
    from people
    inner join person_attributes on people.person_key = person_attributes.person_key
    where people.industry = '(unmapped)' and person_attributes.industry_original is not null
    union all
    select
        'industries' as mapping,
        '*' as source_system,
        accounts.industry as source_value
    from accounts
    left join industries on {{ folded_text('accounts.industry') }} = industries.source_value
    where accounts.industry is not null and not accounts.is_deleted and industries.source_value is null
    union all
    select
        'regions' as mapping,
        '*' as source_system,
        accounts.region as source_value
    from accounts
    left join regions on {{ folded_text('accounts.region') }} = regions.source_value
    where accounts.region is not null and not accounts.is_deleted and regions.source_value is null
    union all
    select
        'countries' as mapping,
        '*' as source_system,
        person_attributes.country_original as source_value
    from people
    inner join person_attributes on people.person_key = person_attributes.person_key
    where people.country = '(unmapped)'
    union all
    select
        'channel_rules' as mapping,
        '*' as source_system,
        'utm_source=' || utm_source || ' utm_medium=' || utm_medium || ' utm_campaign=' || utm_campaign as source_value
    from utm_channels
    where channel = '(unmapped)'
    union all
    select
        'disqualified_reasons' as mapping,
        '*' as source_system,
        person_attributes.disqualified_reason_original as source_value
    from people
    inner join person_attributes on people.person_key = person_attributes.person_key
    where people.disqualified_reason = '(unmapped)'
    union all
    select
        'campaign_types' as mapping,
        campaigns.source_system,
        campaigns.campaign_type as source_value
    from campaigns
    left join campaign_types on {{ folded_text('campaigns.campaign_type') }} = campaign_types.source_value
    where campaigns.campaign_type is not null and not campaigns.is_deleted and campaign_types.source_value is null

),

final as (

    select
        mapping,
        source_system,
        source_value,
        count(*) as row_count
    from all_words
    group by mapping, source_system, source_value

)

select * from final
