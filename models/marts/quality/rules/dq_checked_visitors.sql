-- Grain: one row per visitor who is known to be somebody (visitor_key).
-- What the rule on shared visitors looks at, those included who are tied to too many people to be tied to anybody.
{{ config(materialized='table') }}

with

visitor_links as (

    select * from {{ ref('int_identity__visitor_links') }}

),

shared_visitors as (

    select * from {{ ref('int_identity__shared_visitors') }}

),

counted as (

    select
        visitor_key,
        count(distinct person_key) as person_count
    from visitor_links
    group by visitor_key
    union all
    select
        visitor_key,
        person_count
    from shared_visitors

),

final as (

    select
        visitor_key,
        max(person_count) as person_count
    from counted
    group by visitor_key

)

select * from final
