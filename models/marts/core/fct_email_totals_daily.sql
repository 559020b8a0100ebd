-- Grain: one row per e-mail and day, as reported by systems that give totals only (email_key, stat_date).
-- Excludes: e-mails whose deliveries are known one by one (fct_email_engagement), and days after as_of.

with

email_stats as (

    select * from {{ ref('int_ma__email_stats') }}

),

emails as (

    select * from {{ ref('int_engagement__emails') }}

),

totals as (

    select
        {{ email_key() }} as email_key,
        source_system,
        coalesce(delivered_count, sent_count) as delivered_count,
        open_count,
        click_count,
        unsubscribe_count,
        stat_date
    from email_stats
    where not is_deleted and stat_date <= {{ as_of_date() }}

),

final as (

    select
        -- keys
        totals.email_key,
        emails.campaign_key,
        -- dimensions
        totals.source_system,
        emails.email_name,
        -- measures
        totals.delivered_count,
        totals.open_count,
        totals.click_count,
        totals.unsubscribe_count,
        -- dates
        totals.stat_date
    from totals
    inner join emails on totals.email_key = emails.email_key
    where emails.is_counted_by_totals

)

select * from final
