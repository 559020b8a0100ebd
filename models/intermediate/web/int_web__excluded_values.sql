-- Grain: one row per value of a filtered field that a rule names (filter_field, filter_value).

with

session_totals as (

    select * from {{ ref('int_web__session_totals') }}

),

session_pages as (

    select * from {{ ref('int_web__session_pages') }}

),

session_sources as (

    select * from {{ ref('int_web__session_sources') }}

),

hits as (

    select * from {{ ref('int_web__hits') }}

),

traffic_filters as (

    select * from {{ ref('mapping_traffic_filters') }}

),

-- Hits without a visitor are in no session.
anonymous_hits as (

    select distinct
        hostname,
        page_path,
        referrer_host,
        utm_source,
        country
    from hits
    where visitor_key is null

),

-- Each value once, before anything is done with it.
values_seen as (

    select distinct 'country' as filter_field, country as filter_value from session_totals
    union all
    select distinct 'hostname' as filter_field, hostname as filter_value from session_pages
    union all
    select distinct 'page_path' as filter_field, page_path as filter_value from session_pages
    union all
    select distinct 'referrer_host' as filter_field, referrer_host as filter_value from session_sources
    union all
    select distinct 'utm_source' as filter_field, utm_source as filter_value from session_sources
    {% for field in ['country', 'hostname', 'page_path', 'referrer_host', 'utm_source'] %}
    union all
    select distinct '{{ field }}' as filter_field, {{ field }} as filter_value from anonymous_hits
    {% endfor %}

),

occurring as (

    select distinct
        filter_field,
        {{ folded_text('filter_value') }} as filter_value
    from values_seen
    where filter_value is not null

),

matches as (

    select
        occurring.filter_field,
        occurring.filter_value,
        traffic_filters.exclusion_reason,
        traffic_filters.rule_order,
        row_number() over (
            partition by occurring.filter_field, occurring.filter_value order by traffic_filters.rule_order
        ) as choice
    from occurring
    inner join traffic_filters
        on
            occurring.filter_field = traffic_filters.filter_field
            and {{ is_full_match('occurring.filter_value', 'traffic_filters.pattern') }}

),

final as (

    select
        filter_field,
        filter_value,
        exclusion_reason,
        rule_order
    from matches
    where choice = 1

)

select * from final
