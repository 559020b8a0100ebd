-- Grain: one row per identifier of a person, account, opportunity or campaign (identifier_key).

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

accounts as (

    select * from {{ ref('int_crm__accounts') }}

),

opportunities as (

    select * from {{ ref('int_crm__opportunities') }}

),

crm_campaigns as (

    select * from {{ ref('int_crm__campaigns') }}

),

ma_programs as (

    select * from {{ ref('int_ma__programs') }}

),

ad_stats as (

    select * from {{ ref('int_ads__stats_daily') }}

),

subscriptions as (

    select * from {{ ref('int_billing__subscriptions') }}

),

invoices as (

    select * from {{ ref('int_billing__invoices') }}

),

billing_rows as (

    select
        source_system,
        source_instance,
        {{ billing_customer_id('subscriptions', 'subscription_item_id') }} as customer_id,
        valid_from as first_date
    from subscriptions
    union all
    select
        source_system,
        source_instance,
        {{ billing_customer_id('invoices', 'invoice_line_id') }} as customer_id,
        period_start as first_date
    from invoices

),

billing_customers as (

    select
        source_system,
        source_instance,
        customer_id,
        min(first_date) as first_date
    from billing_rows
    where customer_id is not null
    group by source_system, source_instance, customer_id

),

emails as (

    select
        email_normalised,
        min(created_at) as created_at
    from person_records
    where email_normalised is not null
    group by email_normalised

),

ad_campaigns as (

    select
        source_system,
        source_instance,
        platform,
        campaign_id,
        min(stat_date) as first_date
    from ad_stats
    group by source_system, source_instance, platform, campaign_id

),

final as (

    select
        record_key as identifier_key,
        'person' as entity_type,
        record_type as identifier_type,
        source_system,
        source_instance,
        record_id as identifier_value,
        is_deleted,
        1 as identifier_priority,
        created_at
    from person_records
    union all
    select
        {{ surrogate_key('email', ['email_normalised']) }} as identifier_key,
        'person' as entity_type,
        'email' as identifier_type,
        '' as source_system,
        '' as source_instance,
        email_normalised as identifier_value,
        false as is_deleted,
        2 as identifier_priority,
        created_at
    from emails
    union all
    select
        {{ surrogate_key('crm_account', ['source_system', 'source_instance', 'account_id']) }} as identifier_key,
        'account' as entity_type,
        'crm_account' as identifier_type,
        source_system,
        source_instance,
        account_id as identifier_value,
        is_deleted,
        1 as identifier_priority,
        created_at
    from accounts
    union all
    select
        {{ surrogate_key('billing_customer', ['source_system', 'source_instance', 'customer_id']) }} as identifier_key,
        'account' as entity_type,
        'billing_customer' as identifier_type,
        source_system,
        source_instance,
        customer_id as identifier_value,
        false as is_deleted,
        2 as identifier_priority,
        cast(first_date as timestamp) as created_at
    from billing_customers
    union all
    select
        {{ surrogate_key('crm_opportunity', ['source_system', 'source_instance', 'opportunity_id']) }} as identifier_key,
        'opportunity' as entity_type,
        'crm_opportunity' as identifier_type,
        source_system,
        source_instance,
        opportunity_id as identifier_value,
        is_deleted,
        1 as identifier_priority,
        created_at
    from opportunities
    union all
    select
        {{ surrogate_key('crm_campaign', ['source_system', 'source_instance', 'campaign_id']) }} as identifier_key,
        'campaign' as entity_type,
        'crm_campaign' as identifier_type,
        source_system,
        source_instance,
        campaign_id as identifier_value,
        is_deleted,
        1 as identifier_priority,
        created_at
    from crm_campaigns
    union all
    select
        {{ surrogate_key('ma_program', ['source_system', 'source_instance', 'program_id']) }} as identifier_key,
        'campaign' as entity_type,
        'ma_program' as identifier_type,
        source_system,
        source_instance,
        program_id as identifier_value,
        is_deleted,
        2 as identifier_priority,
        cast(start_date as timestamp) as created_at
    from ma_programs
    union all
    select
        {{ surrogate_key('ad_campaign', ['source_system', 'source_instance', 'platform', 'campaign_id']) }} as identifier_key,
        'campaign' as entity_type,
        'ad_campaign' as identifier_type,
        source_system,
        source_instance,
        campaign_id as identifier_value,
        false as is_deleted,
        3 as identifier_priority,
        cast(first_date as timestamp) as created_at
    from ad_campaigns

)

select * from final
