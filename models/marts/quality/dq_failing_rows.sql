-- Grain: one row per key that fails a consistency rule (rule_id, source_system, entity_type, failing_key).
-- A new rule is a model in rules/ and its name here.
{%- set rule_models = [
    'dq_ids__converted_leads_without_contact',
    'dq_ids__crm_ma_link_one_to_one',
    'dq_ids__dangling_references',
    'dq_ids__duplicate_emails',
    'dq_ids__identity_clusters_too_large',
    'dq_ids__opportunities_without_account_or_people',
    'dq_ids__visitors_with_several_people',
    'dq_utm__campaign_unknown_to_ad_platforms',
    'dq_utm__case_and_width',
    'dq_utm__click_id_without_paid_medium',
    'dq_utm__lead_differs_from_first_session',
    'dq_utm__on_internal_link',
    'dq_utm__paid_medium_without_campaign',
    'dq_utm__sessions_without_channel',
    'dq_utm__taxonomy',
] %}

with

failing_rows as (

    {%- for rule_model in rule_models %}

    select
        rule_id,
        source_system,
        entity_type,
        failing_key,
        detail,
        record_count
    from {{ ref(rule_model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        rule_id,
        source_system,
        entity_type,
        failing_key,
        detail,
        record_count
    from failing_rows

)

select * from final
