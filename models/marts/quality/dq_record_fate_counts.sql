-- Grain: one row per figure, system and what became of a record in it (metric, source_system, fate).

with

person_record_fates as (

    select * from {{ ref('dq_person_record_fates') }}

),

opportunity_record_fates as (

    select * from {{ ref('dq_opportunity_record_fates') }}

),

fates as (

    select
        'leads' as metric,
        source_system,
        lead_fate as fate
    from person_record_fates
    union all
    select
        'valid_leads' as metric,
        source_system,
        valid_lead_fate as fate
    from person_record_fates
    union all
    select
        'mqls' as metric,
        source_system,
        mql_fate as fate
    from person_record_fates
    union all
    select
        'opportunities' as metric,
        source_system,
        opportunity_fate as fate
    from opportunity_record_fates
    union all
    select
        'new_customers' as metric,
        source_system,
        customer_fate as fate
    from opportunity_record_fates

),

final as (

    select
        metric,
        source_system,
        fate,
        count(*) as record_count
    from fates
    group by metric, source_system, fate

)

select * from final
