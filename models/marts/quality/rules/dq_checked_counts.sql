-- Grain: one row per population of which audit rules judge a share, and system (population, source_system).
{{ config(materialized='table') }}

with

utm_tags as (

    select * from {{ ref('dq_checked_utm_tags') }}

),

checked_references as (

    select * from {{ ref('dq_checked_references') }}

),

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

edges as (

    select * from {{ ref('int_identity__edges') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

opportunities as (

    select * from {{ ref('int_revenue__opportunities') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

sessions as (

    select * from {{ ref('int_web__sessions') }}
    where exclusion_reason is null

),

page_tags as (

    select * from {{ ref('dq_checked_page_tags') }}

),

record_tags as (

    select * from {{ ref('dq_checked_record_tags') }}

),

visitors as (

    select * from {{ ref('dq_checked_visitors') }}

),

linked_records as (

    select from_identifier_key as record_key from edges
    where link_reason = 'ma_crm_link'
    union
    select to_identifier_key as record_key from edges
    where link_reason = 'ma_crm_link'

),

counted as (

    select
        'tagged_records' as population,
        source_system,
        record_count
    from utm_tags
    where utm_source != '' or utm_medium != ''
    union all
    select
        'paid_records' as population,
        source_system,
        record_count
    from utm_tags
    where is_paid
    union all
    select
        'click_id_records' as population,
        source_system,
        record_count
    from utm_tags
    where click_id_type != ''
    union all
    select
        'references' as population,
        source_system,
        1 as record_count
    from checked_references
    union all
    select
        'records_with_email' as population,
        source_system,
        1 as record_count
    from person_records
    where not is_deleted and not is_merged_away and email_normalised is not null
    union all
    select
        'linked_records' as population,
        person_records.source_system,
        1 as record_count
    from person_records
    inner join linked_records on person_records.record_key = linked_records.record_key
    where not person_records.is_deleted and not person_records.is_merged_away
    union all
    select
        'people' as population,
        '*' as source_system,
        1 as record_count
    from people
    union all
    select
        'opportunities' as population,
        source_system,
        1 as record_count
    from opportunities
    union all
    select
        'converted_leads' as population,
        source_system,
        1 as record_count
    from leads
    where is_converted and not is_deleted and merged_into_id is null
    union all
    select
        'sessions' as population,
        source_system,
        1 as record_count
    from sessions
    union all
    select
        'tagged_page_views' as population,
        source_system,
        view_count as record_count
    from page_tags
    union all
    select
        'records_with_first_session' as population,
        source_system,
        1 as record_count
    from record_tags
    union all
    select
        'known_visitors' as population,
        '*' as source_system,
        1 as record_count
    from visitors

),

final as (

    select
        population,
        source_system,
        cast(sum(record_count) as bigint) as checked_count
    from counted
    group by population, source_system

)

select * from final
