-- Grain: one row per opportunity (source_system, source_instance, opportunity_id).

with

opportunities as (

    select
        *,
        replace(replace({{ folded_text('opportunity_type') }}, '-', ' '), '_', ' ') as type_words
    from {{ ref('base_salesforce__opportunity') }}

),

final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        opportunity_id,
        account_id,
        -- dimensions
        opportunity_name,
        {{ opportunity_type('type_words') }} as opportunity_type,
        stage,
        -- amounts
        amount,
        currency,
        {{ ratio('probability', 100) }} as probability,
        -- dimensions
        owner_id,
        lead_source,
        campaign_id,
        product_category,
        lost_reason,
        pipeline,
        -- flags
        is_closed,
        is_won,
        -- dates
        close_date,
        contract_start_date,
        contract_end_date,
        recurring_amount,
        external_system,
        external_id,
        -- timestamps
        created_at,
        updated_at
    from opportunities

)

select * from final
