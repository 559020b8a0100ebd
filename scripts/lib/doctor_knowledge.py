"""What the doctor knows beforehand: which KPIs need which ports and columns, and which words are mapped."""

from __future__ import annotations

from dataclasses import dataclass

_DAYS = (
    *("lead_to_mql_days", "mql_to_sql_days", "sql_to_opportunity_days", "opportunity_to_won_days"),
    *("lead_to_won_days", "lead_to_opportunity_days"),
)
_LEADS = (
    "leads",
    "valid_leads",
    "target_fit_rate",
    "lead_to_mql_rate",
    "cpl",
    "cost_per_valid_lead",
)
_STAGES = ("mqls", "sqls", "lead_to_mql_rate", "mql_to_sql_rate", "opportunity_rate", *_DAYS[:2])
_SALES = (
    *("opportunities", "opportunity_rate", "win_rate", "revenue_won", "marketing_sourced_revenue"),
    *("marketing_contribution_rate", "marketing_roi", *_DAYS[2:]),
)
_SPEND = (
    *("marketing_spend", "cpl", "cost_per_valid_lead", "cost_per_mql", "cost_per_sql"),
    *("cost_per_opportunity", "cac", "marketing_roi", "ltv_to_cac", "cac_payback_months"),
)
_WEB = (
    *("visitors", "new_visitors", "returning_visitors", "sessions", "pageviews"),
    *("avg_engagement_seconds", "bounce_rate", "exit_rate", "content_views"),
    *("avg_content_seconds", "conversion_rate", "consent_rate"),
)
_CUSTOMERS = ("new_customers", "active_customers", "new_customer_rate", "cac")


@dataclass(frozen=True)
class Need:
    """KPIs that stay empty unless at least one of these ports has rows."""

    ports: tuple[str, ...]
    kpis: tuple[str, ...]


NEEDS = (
    Need(("ma_people", "crm_leads", "crm_contacts"), _LEADS),
    Need(
        (
            *("ma_lifecycle_changes", "ma_score_changes", "crm_lead_status_changes"),
            *("crm_contact_status_changes", "crm_leads"),
        ),
        _STAGES,
    ),
    Need(("crm_opportunities",), _SALES),
    Need(("crm_opportunities", "billing_invoices"), _CUSTOMERS),
    Need(("ad_stats_daily", "ma_programs", "crm_campaigns", "finance_costs"), _SPEND),
    Need(("web_events",), (*_WEB, "scroll_depth", "content_downloads", "video_completion_rate")),
    Need(("ma_email_events", "ma_email_stats"), ("email_open_rate", "email_click_rate")),
    Need(("ma_email_events",), ("email_conversion_rate",)),
    Need(("ma_form_submissions",), ("email_conversion_rate",)),
    Need(("billing_subscriptions",), ("ltv_subscription", "ltv_to_cac", "cac_payback_months")),
)

# A column without which KPIs go wrong or empty even though its table is there; of `a or b`, one is enough.
COLUMN_NEEDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("crm_leads", "created_at"): _LEADS,
    ("crm_leads", "email"): ("valid_leads", "target_fit_rate"),
    ("crm_leads", "lead_source"): ("leads by channel",),
    ("crm_leads", "status"): _STAGES,
    ("ma_people", "created_at"): _LEADS,
    ("ma_people", "record_created_at"): _LEADS,
    ("crm_opportunities", "amount"): (
        "revenue_won",
        "win_rate_amount",
        "marketing_sourced_revenue",
    ),
    ("crm_opportunities", "close_date"): ("revenue_won", "win_rate", "new_customers"),
    ("crm_opportunities", "created_at"): ("opportunities", "opportunity_rate"),
    ("crm_opportunities", "stage"): ("win_rate", "revenue_won"),
    ("crm_opportunities", "closed_at"): ("revenue_won", "win_rate", "new_customers"),
    ("crm_opportunities", "record_created_at"): ("opportunities", "opportunity_rate"),
    ("crm_opportunities", "stage_id"): ("win_rate", "revenue_won"),
    ("crm_opportunities", "account_id"): ("new_customers", "cac"),
    ("ad_stats_daily", "cost"): _SPEND,
    ("ad_stats_daily", "cost_micros or cost_in_units"): _SPEND,
    ("ad_stats_daily", "cost_in_local_currency or cost_in_usd"): _SPEND,
    ("ad_stats_daily", "currency_code"): ("spend in foreign currencies",),
    ("finance_costs", "amount"): _SPEND,
    ("billing_subscriptions", "mrr"): ("ltv_subscription",),
    ("web_events", "visitor_id"): _WEB,
    ("web_events", "page_url"): ("pageviews by landing page", "exit_rate", "content_views"),
    ("web_events", "occurred_at"): _WEB,
    ("web_events", "engagement_seconds"): ("avg_engagement_seconds", "avg_content_seconds"),
    ("web_events", "scroll_share"): ("scroll_depth",),
    ("ma_email_events", "event_type"): ("email_open_rate", "email_click_rate"),
    ("ma_email_events", "occurred_at"): ("email_open_rate", "email_click_rate"),
    ("ma_email_events", "email_id"): ("email_open_rate by email", "email_click_rate by email"),
}


@dataclass(frozen=True)
class MappedWords:
    """A landed column whose words a mapping seed translates; `only` filters the rows that count."""

    table: str
    column: str
    mapping: str
    only: tuple[str, str] | None = None


MAPPED_WORDS = (
    MappedWords("lead", "status", "lead_stages"),
    MappedWords("lead", "lead_source", "lead_sources"),
    MappedWords("lead_history", "new_value", "lead_stages", ("field", "status")),
    MappedWords("contact", "lead_source", "lead_sources"),
    MappedWords("contact", "original_source", "lead_sources"),
    MappedWords("contact", "lifecycle_stage", "lead_stages"),
    MappedWords("contact", "lead_status", "lead_stages"),
    MappedWords(
        "contact_property_history",
        "property_value",
        "lead_stages",
        ("property_name", "lifecyclestage"),
    ),
    MappedWords(
        "contact_property_history",
        "property_value",
        "lead_stages",
        ("property_name", "hs_lead_status"),
    ),
    MappedWords("deal_pipeline_stage", "stage_name", "opportunity_stages"),
    MappedWords("opportunity", "lead_source", "lead_sources"),
    MappedWords("opportunity", "stage", "opportunity_stages"),
    MappedWords("campaign", "campaign_type", "campaign_types"),
    MappedWords("crm_leads", "status", "lead_stages"),
    MappedWords("crm_leads", "lead_source", "lead_sources"),
    MappedWords("crm_contacts", "lead_source", "lead_sources"),
    MappedWords("crm_lead_status_changes", "to_status", "lead_stages"),
    MappedWords("crm_contact_status_changes", "to_status", "lead_stages"),
    MappedWords("crm_opportunities", "stage", "opportunity_stages"),
    MappedWords("crm_opportunities", "lead_source", "lead_sources"),
    MappedWords("crm_opportunity_stage_changes", "to_stage", "opportunity_stages"),
    MappedWords("crm_campaigns", "campaign_type", "campaign_types"),
    MappedWords("ma_lifecycle_changes", "to_stage", "lead_stages"),
)

LOADER_STAMPS = (
    *("_fivetran_synced", "_airbyte_extracted_at", "_airbyte_emitted_at"),
    *("_sdc_batched_at", "_sdc_received_at"),
)
