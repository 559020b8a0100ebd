-- Grain: one row per web session that does not count (session_key).
-- One hit that a rule names excludes the whole session; a robot's mark of the web system goes before the rules.

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

traffic_filters as (

    select * from {{ ref('mapping_traffic_filters') }}

),

session_values as (

    select session_key, 'country' as filter_field, {{ folded_text('country') }} as filter_value from session_totals
    union
    select session_key, 'hostname' as filter_field, hostname as filter_value
    from session_pages
    where event_date <= {{ as_of_date() }}
    union
    select session_key, 'page_path' as filter_field, {{ folded_text('page_path') }} as filter_value
    from session_pages
    where event_date <= {{ as_of_date() }}
    union
    select session_key, 'referrer_host' as filter_field, referrer_host as filter_value
    from session_sources
    where event_date <= {{ as_of_date() }}
    union
    select session_key, 'utm_source' as filter_field, utm_source as filter_value
    from session_sources
    where event_date <= {{ as_of_date() }}

),

occurring as (

    select distinct
        filter_field,
        filter_value
    from session_values
    where filter_value is not null

),

excluded_values as (

    select
        occurring.filter_field,
        occurring.filter_value,
        min(traffic_filters.rule_order) as rule_order
    from occurring
    inner join traffic_filters
        on
            occurring.filter_field = traffic_filters.filter_field
            and regexp_full_match(occurring.filter_value, traffic_filters.pattern)
    group by occurring.filter_field, occurring.filter_value

),

excluded as (

    select
        session_values.session_key,
        min(excluded_values.rule_order) as rule_order
    from session_values
    inner join excluded_values
        on
            session_values.filter_field = excluded_values.filter_field
            and session_values.filter_value = excluded_values.filter_value
    group by session_values.session_key

),

final as (

    select
        session_totals.session_key,
        case when session_totals.is_bot then 'bot' else traffic_filters.exclusion_reason end as exclusion_reason
    from session_totals
    left join excluded on session_totals.session_key = excluded.session_key
    left join traffic_filters on excluded.rule_order = traffic_filters.rule_order
    where session_totals.is_bot or excluded.rule_order is not null

)

select * from final
