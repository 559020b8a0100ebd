{#
  Which systems serve which port: the one place where a system is plugged in.
  `model` is the union that declares the port's columns; `systems` have a model stg_<system>__<port>.
#}
{% macro ports() %}
    {{ return({
        'crm_accounts': {'model': 'int_crm__accounts', 'systems': ['generic', 'salesforce', 'hubspot']},
        'crm_contacts': {'model': 'int_crm__contacts', 'systems': ['generic', 'salesforce', 'hubspot']},
        'crm_leads': {'model': 'int_crm__leads', 'systems': ['generic', 'salesforce']},
        'crm_lead_status_changes': {'model': 'int_crm__lead_status_changes', 'systems': ['generic', 'salesforce']},
        'crm_contact_status_changes': {'model': 'int_crm__contact_status_changes', 'systems': ['generic', 'hubspot']},
        'crm_opportunities': {'model': 'int_crm__opportunities', 'systems': ['generic', 'salesforce', 'hubspot']},
        'crm_opportunity_stage_changes': {'model': 'int_crm__opportunity_stage_changes', 'systems': ['generic', 'salesforce', 'hubspot']},
        'crm_opportunity_contacts': {'model': 'int_crm__opportunity_contacts', 'systems': ['generic', 'salesforce', 'hubspot']},
        'crm_opportunity_products': {'model': 'int_crm__opportunity_products', 'systems': ['generic', 'salesforce']},
        'crm_campaigns': {'model': 'int_crm__campaigns', 'systems': ['generic', 'salesforce']},
        'crm_campaign_members': {'model': 'int_crm__campaign_members', 'systems': ['generic', 'salesforce']},
        'crm_activities': {'model': 'int_crm__activities', 'systems': ['generic', 'salesforce', 'hubspot']},
        'crm_users': {'model': 'int_crm__users', 'systems': ['generic', 'salesforce', 'hubspot']},
        'ma_people': {'model': 'int_ma__people', 'systems': ['generic', 'hubspot']},
        'ma_lifecycle_changes': {'model': 'int_ma__lifecycle_changes', 'systems': ['generic', 'hubspot']},
        'ma_score_changes': {'model': 'int_ma__score_changes', 'systems': ['generic', 'hubspot']},
        'ma_email_events': {'model': 'int_ma__email_events', 'systems': ['generic', 'hubspot']},
        'ma_email_event_days': {'model': 'int_ma__landed_email_event_days', 'systems': ['generic', 'hubspot']},
        'ma_email_stats': {'model': 'int_ma__email_stats', 'systems': ['generic']},
        'ma_form_submissions': {'model': 'int_ma__form_submissions', 'systems': ['generic', 'hubspot']},
        'ma_programs': {'model': 'int_ma__programs', 'systems': ['generic']},
        'ma_program_members': {'model': 'int_ma__program_members', 'systems': ['generic']},
        'web_events': {'model': 'int_web__events', 'systems': ['generic', 'ga4']},
        'web_event_days': {'model': 'int_web__landed_event_days', 'systems': ['generic', 'ga4']},
        'ad_stats_daily': {'model': 'int_ads__stats_daily', 'systems': ['generic', 'google_ads', 'linkedin_ads']},
        'social_post_stats': {'model': 'int_social__post_stats', 'systems': ['generic']},
        'social_account_stats': {'model': 'int_social__account_stats', 'systems': ['generic']},
        'survey_responses': {'model': 'int_surveys__responses', 'systems': ['generic']},
        'billing_subscriptions': {'model': 'int_billing__subscriptions', 'systems': ['generic']},
        'billing_invoices': {'model': 'int_billing__invoices', 'systems': ['generic']},
        'product_usage': {'model': 'int_product__usage', 'systems': ['generic']},
        'finance_costs': {'model': 'int_finance__costs', 'systems': ['generic']},
        'finance_fx_rates': {'model': 'int_finance__fx_rates', 'systems': ['generic']},
        'finance_gross_margins': {'model': 'int_finance__gross_margins', 'systems': ['generic']},
        'marketing_activity_volumes': {'model': 'int_marketing__activity_volumes', 'systems': ['generic']},
        'people_certifications': {'model': 'int_people__certifications', 'systems': ['generic']},
    }) }}
{% endmacro %}
