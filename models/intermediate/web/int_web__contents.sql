-- Grain: one row per page or named content that a counting session viewed or used (content_key).

with

session_pages as (

    select * from {{ ref('int_web__session_pages') }}
    where event_date <= {{ as_of_date() }}

),

session_exclusions as (

    select * from {{ ref('int_web__session_exclusions') }}

),

content_rules as (

    select * from {{ ref('mapping_content_rules') }}

),

seen as (

    select
        {{ content_key('session_pages.hostname', 'session_pages.page_path', 'session_pages.content_id') }} as content_key,
        session_pages.hostname,
        session_pages.page_path,
        session_pages.content_id,
        session_pages.page_title,
        session_pages.event_date,
        min(session_pages.event_date) over (
            partition by {{ content_key('session_pages.hostname', 'session_pages.page_path', 'session_pages.content_id') }}
        ) as first_seen_date,
        row_number() over (
            partition by {{ content_key('session_pages.hostname', 'session_pages.page_path', 'session_pages.content_id') }}
            order by
                case when session_pages.page_title is not null then 0 else 1 end asc,
                session_pages.event_date desc, session_pages.page_title desc, session_pages.session_page_key asc
        ) as version_number
    from session_pages
    left join session_exclusions on session_pages.session_key = session_exclusions.session_key
    where session_exclusions.session_key is null

),

contents as (

    select
        *,
        coalesce({{ folded_text('content_id') }}, {{ folded_text('page_path') }}) as judged_text
    from seen
    where content_key is not null and version_number = 1

),

typed as (

    select
        contents.*,
        content_rules.content_type,
        row_number() over (partition by contents.content_key order by content_rules.rule_order nulls last) as choice
    from contents
    left join content_rules
        on
            {{ is_full_match('contents.judged_text', 'content_rules.path_pattern') }}
            or (contents.content_id is not null and {{ is_full_match(folded_text('contents.page_path'), 'content_rules.path_pattern') }})

),

named as (

    select
        *,
        coalesce(page_title, content_id, page_path) as title,
        count(*) over (partition by coalesce(page_title, content_id, page_path)) as namesake_count
    from typed
    where choice = 1

),

final as (

    select
        -- keys
        content_key,
        content_id,
        -- dimensions
        case
            when namesake_count > 1 then title || ' [' || coalesce(content_id, coalesce(hostname, '') || page_path) || ']'
            else title
        end as content_name,
        coalesce(content_type, 'page') as content_type,
        hostname,
        page_path,
        -- dates
        first_seen_date
    from named

)

select * from final
