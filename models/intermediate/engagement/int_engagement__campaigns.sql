-- Grain: one row per campaign across ads, MA and CRM (campaign_key).

with

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

campaign_types as (

    select * from {{ ref('mapping_campaign_types') }}

),

channels as (

    select * from {{ ref('mapping_channels') }}

),

ad_platforms as (

    select * from {{ ref('mapping_ad_platforms') }}

),

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

),

ad_campaigns as (

    select
        ad_stats.source_system,
        ad_stats.source_instance,
        ad_stats.platform,
        ad_stats.campaign_id,
        max(ad_stats.campaign_name) as campaign_name,
        max(ad_stats.utm_campaign) as utm_campaign,
        min(coalesce(utm_channels.channel, ad_platforms.channel)) as channel,
        min(ad_stats.stat_date) as start_date,
        max(ad_stats.stat_date) as end_date
    from ad_stats
    left join utm_channels
        on
            {{ utm_key('ad_stats.utm_source', 'ad_stats.utm_medium', 'ad_stats.utm_campaign', "''") }} = utm_channels.utm_key
            and utm_channels.channel != '(unmapped)'
    left join ad_platforms on {{ folded_text('ad_stats.platform') }} = ad_platforms.platform
    group by ad_stats.source_system, ad_stats.source_instance, ad_stats.platform, ad_stats.campaign_id

),

campaign_records as (

    select
        {{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }} as identifier_key,
        source_system,
        campaign_name,
        campaign_type as type_original,
        channel as channel_original,
        utm_campaign,
        1 as record_priority,
        start_date,
        end_date
    from crm_campaigns
    where not is_deleted
    union all
    select
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as identifier_key,
        source_system,
        program_name as campaign_name,
        program_type as type_original,
        channel as channel_original,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        2 as record_priority,
        start_date,
        end_date
    from ma_programs
    where not is_deleted
    union all
    select
        {{ surrogate_key('ad_campaign', ['source_system', 'source_instance', 'platform', 'campaign_id']) }} as identifier_key,
        source_system,
        campaign_name,
        channel as type_original,
        channel as channel_original,
        utm_campaign,
        3 as record_priority,
        start_date,
        end_date
    from ad_campaigns

),

typed as (

    select
        entities.entity_key as campaign_key,
        campaign_records.campaign_name,
        campaign_records.utm_campaign,
        campaign_records.start_date,
        campaign_records.end_date,
        coalesce(
            own_types.campaign_type,
            any_types.campaign_type,
            case when campaign_records.type_original is not null then '(unmapped)' end
        ) as campaign_type,
        coalesce(
            channels.channel,
            own_types.channel,
            any_types.channel,
            case when campaign_records.type_original is not null then '(unmapped)' end
        ) as channel,
        row_number() over (
            partition by entities.entity_key
            order by campaign_records.record_priority, campaign_records.identifier_key
        ) as record_rank
    from campaign_records
    inner join entities on campaign_records.identifier_key = entities.identifier_key
    left join channels on {{ folded_text('campaign_records.channel_original') }} = channels.channel
    left join campaign_types as own_types
        on
            {{ folded_text('campaign_records.type_original') }} = own_types.source_value
            and campaign_records.source_system = own_types.source_system
    left join campaign_types as any_types
        on
            {{ folded_text('campaign_records.type_original') }} = any_types.source_value
            and any_types.source_system = '*'

),

merged as (

    select
        campaign_key,
        {{ first_known('campaign_name', 'record_rank') }} as campaign_name,
        {{ first_known('campaign_type', 'record_rank') }} as campaign_type,
        {{ first_known('channel', 'record_rank') }} as channel,
        {{ first_known('utm_campaign', 'record_rank') }} as utm_campaign,
        min(start_date) as start_date,
        max(end_date) as end_date
    from typed
    group by campaign_key

),

-- Two campaigns of one name stay two members of every cut: the later ones carry the start of their key.
named as (

    select
        *,
        row_number() over (partition by campaign_name order by start_date nulls last, campaign_key) as name_rank
    from merged

),

final as (

    select
        -- keys
        campaign_key,
        -- dimensions
        case
            when campaign_name is null then '(unknown) ' || left(campaign_key, 6)
            when name_rank > 1 then campaign_name || ' [' || left(campaign_key, 6) || ']'
            else campaign_name
        end as campaign_name,
        coalesce(campaign_type, '(unassigned)') as campaign_type,
        coalesce(channel, '(unassigned)') as channel,
        {{ tracking_value('utm_campaign') }} as utm_campaign,
        -- dates
        start_date,
        end_date
    from named

)

select * from final
