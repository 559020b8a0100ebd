-- Grain: one row per web session that does not count (session_key).
-- One hit that a rule names excludes the whole session; a robot's mark of the web system goes before the rules.

with

session_totals as (

    select * from {{ ref('int_web__session_totals') }}

),

session_pages as (

    select * from {{ ref('int_web__session_pages') }}
    where event_date <= {{ as_of_date() }}

),

session_sources as (

    select * from {{ ref('int_web__session_sources') }}
    where event_date <= {{ as_of_date() }}

),

excluded_values as (

    select * from {{ ref('int_web__excluded_values') }}

),

session_values as (

    select session_key, 'country' as filter_field, {{ folded_text('country') }} as filter_value from session_totals
    union all
    select session_key, 'hostname' as filter_field, hostname as filter_value from session_pages
    union all
    select session_key, 'page_path' as filter_field, {{ folded_text('page_path') }} as filter_value from session_pages
    union all
    select session_key, 'referrer_host' as filter_field, referrer_host as filter_value from session_sources
    union all
    select session_key, 'utm_source' as filter_field, utm_source as filter_value from session_sources

),

named as (

    select
        session_values.session_key,
        excluded_values.exclusion_reason,
        row_number() over (
            partition by session_values.session_key order by excluded_values.rule_order, excluded_values.filter_field
        ) as choice
    from session_values
    inner join excluded_values
        on
            session_values.filter_field = excluded_values.filter_field
            and session_values.filter_value = excluded_values.filter_value

),

final as (

    select
        session_totals.session_key,
        case when session_totals.is_bot then 'bot' else named.exclusion_reason end as exclusion_reason
    from session_totals
    left join named on session_totals.session_key = named.session_key and named.choice = 1
    where session_totals.is_bot or named.session_key is not null

)

select * from final
