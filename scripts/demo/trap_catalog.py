"""The names of the planted faults: which rule each exercises and what it should change."""

from dataclasses import dataclass

NONE = "none"
CHANNEL_DIFFERS = "channel differs"
PERSON_SPLIT = "person split"


@dataclass(frozen=True)
class Trap:
    """A kind of fault; ``count`` is how many are planted at scale 1, 0 if they just happen."""

    name: str
    rule: str
    count: int
    description: str
    effect: str = NONE


TRAPS = (
    Trap("account_shared_by_two_people", "A13", 20, "two contacts of one account stay two people"),
    Trap(
        "ad_campaign_without_ads",
        "E5",
        0,
        "an ad campaign whose cost stands in the campaign statistics alone",
    ),
    Trap("airbyte_older_version", "A12", 12, "an appended load holds an older version of a role"),
    Trap("blank_opportunity_type", "B9", 0, "no type: new business without an earlier win"),
    Trap("bot_visit", "D19", 60, "a visit with a spammer's referrer counts nowhere"),
    Trap(
        "campaign_and_program_cost",
        "E9",
        0,
        "a CRM campaign and its MA programme carry one cost, counted once",
    ),
    Trap("campaign_cost_spread", "E9", 0, "a cost is booked evenly over days of two months"),
    Trap("campaign_unknown_to_ads", "audit", 20, "a paid click of a campaign that no platform has"),
    Trap("case_only_ids", "raw 12", 0, "two lead ids differ by letter case alone"),
    Trap("click_id_without_utm", "D5", 40, "a click id without tags is paid, of eight kinds"),
    Trap("consent_denied", "D8", 0, "a visit without visitor id: events, never a visitor"),
    Trap(
        "crm_campaign_of_ad_platform",
        "E9",
        0,
        "a CRM campaign repeats the cost of the ad campaign of the same name and utm_campaign",
    ),
    Trap("cross_domain_visit", "D14", 20, "one visit on two own hosts"),
    Trap("deal_amount_not_synced", "A12", 0, "HubSpot shows an old amount: Salesforce's counts"),
    Trap("deleted_contact", "A7", 8, "an older contact was deleted: its date is not the lead's"),
    Trap("deleted_lead", "A7", 20, "the person's only record is deleted: not in people.csv"),
    Trap("deleted_opportunity", "A7", 8, "a deleted deal: not in opportunities.csv or revenue"),
    Trap("delivered_twice", "D11", 15, "the same event stands in two files"),
    Trap("direct_after_other_source", "D4", 0, "a direct visit takes the source of 30 days before"),
    Trap("duplicate_contact", "A9", 10, "a second HubSpot contact, address in capitals"),
    Trap("duplicate_events", "D11", 30, "the same event stands twice in one file"),
    Trap("duplicate_row", "F4", 15, "the same lead row stands in two part files"),
    Trap("excluded_domain_people", "valid_lead", 0, "competitor, disposable and test addresses"),
    Trap("first_user_source", "D3", 0, "traffic_source is the visitor's first, not the session's"),
    Trap("foreign_currency", "E1", 0, "a deal in USD or EUR, in yen at the rate of its day"),
    Trap("form_without_utm", "D4", 0, "a form page without tags: its visit tells the origin"),
    Trap("free_mail_people", "A11", 0, "a free-mail domain says nothing about the account"),
    Trap("full_width_email", "A9", 12, "the CRM spells the address full-width; no id links it"),
    Trap("future_close_on_closed", "B16", 4, "won with a close date after as-of: still open"),
    Trap("fx_gap", "E1", 4, "closed on a weekend: Friday's rate holds"),
    Trap("internal_test_people", "valid_lead", 6, "own domain: a lead, never a valid one"),
    Trap("internal_visit", "D19", 60, "a visit of the staging host or of the office's bookmark"),
    Trap("intraday_and_daily", "D10", 0, "a day whose intraday file was not removed"),
    Trap("kiosk", "A16", 2, "seven people on one tablet: it is nobody's"),
    Trap("late_events", "D9", 25, "half of a visit's events arrive weeks later"),
    Trap("late_touch_after_lead", "channel", 12, "a paid click three days later decides nothing"),
    Trap("lead_and_contact_one_person", "A1", 0, "a converted lead and its contact"),
    Trap("ledger_in_ad_platform", "spend", 0, "an agency bill that the ad platform reports too"),
    Trap("machine_open", "email", 0, "a privacy proxy opens the mail: nobody has read it"),
    Trap("marketing_task_is_no_sal", "sal", 8, "a call by marketing is no sales acceptance"),
    Trap("member_row_lead_and_contact", "A2", 0, "a campaign row names both lead and contact"),
    Trap("merged_contact_chain", "A5", 8, "HubSpot A→B by the merge audit, B→C by C's list"),
    Trap("merged_contact_list", "A6", 8, "HubSpot A and B merged: C lists both, no audit"),
    Trap("merged_lead_chain", "A5", 10, "leads A→B→C; A holds the first date, B the MQL"),
    Trap("missing_amount", "E2", 6, "a deal without amount counts as a deal, adds no money"),
    Trap("mql_on_contact_only", "B5", 10, "the MA tool hands over a contact that was no lead"),
    Trap("negative_amount", "B8", 3, "a lost deal with a negative amount leaves the win rate"),
    Trap("opportunity_before_first_touch", "B10", 8, "the deal is older than its person"),
    Trap("opportunity_without_people", "A14", 15, "no role, no lead: its own source decides"),
    Trap("own_host_session_start", "D13", 20, "a visit that begins on another own host is direct"),
    Trap("paid_without_campaign", "audit", 20, "a paid medium without a campaign"),
    Trap("past_close_on_open", "B16", 4, "an open deal whose close date has passed"),
    Trap("payment_referral", "D13", 20, "back from the payment page: no new source"),
    Trap("person_without_email", "A9", 12, "a lead without any address is a person"),
    Trap("quarantined_value", "F4", 8, "text in number_of_employees"),
    Trap("recycled_second_mql", "B3", 0, "recycled, then MQL again: two events, one person"),
    Trap("regression", "B2", 15, "the status goes back; first dates stay"),
    Trap("renamed_ad_campaign", "raw 15", 0, "an ad campaign, its groups and ads were renamed"),
    Trap("reopened_opportunity", "B7", 8, "closed, opened again; its last state counts"),
    Trap("restated_ad_day", "E7", 0, "a later load replaces what the first one said"),
    Trap("same_instant_events", "D11", 20, "two clicks in one instant are two"),
    Trap("same_name_different_people", "A10", 10, "namesakes in one company"),
    Trap("scanner_click", "email", 0, "a mail scanner clicks every link at once"),
    Trap("session_across_midnight", "D2", 20, "one visit over midnight in Tokyo"),
    Trap("several_leads_one_opportunity", "A4", 15, "two leads became one deal"),
    Trap("shared_device", "D18", 6, "two people on one device: neither has the other's past"),
    Trap("skipped_stage", "B4", 0, "no MQL or no SAL on the way"),
    Trap("sso_session_start", "D13", 20, "a visit that begins at the sign-in page is direct"),
    Trap("subdomain_and_co_jp", "A11", 15, "an address at a sub-domain of the account's"),
    Trap(
        "touch_outside_sourcing_window",
        "sourcing",
        6,
        "the only touch is too old for the deal: the lead source decides its channel",
    ),
    Trap("two_devices", "D18", 10, "one person with two browsers, the second known by sign-in"),
    Trap("two_leads_one_contact", "A3", 15, "two leads converted into one contact"),
    Trap("unlinkable_person", "A10", 10, "private address, no id: seen as two", PERSON_SPLIT),
    Trap(
        "unmapped_lead_source",
        "B18",
        6,
        "a source word that no mapping knows, and no touch: (unmapped)",
        CHANNEL_DIFFERS,
    ),
    Trap("unmapped_medium", "B18", 20, "a medium that no rule knows: (unmapped)"),
    Trap("unmapped_status", "B18", 10, "a lead status that no mapping knows"),
    Trap("upper_case_email", "A9", 12, "upper case and spaces around; no id links it"),
    Trap("user_id_mid_session", "D7", 0, "a person signs in during a visit: it stays one"),
    Trap("utm_encoded", "D12", 12, "tags encoded in the address"),
    Trap("utm_full_width", "D12", 12, "tags in full-width letters"),
    Trap("utm_not_set", "D12", 12, "tags that say (not set) say nothing"),
    Trap("utm_on_internal_link", "audit", 20, "a tagged link of the site itself"),
    Trap("utm_upper_case", "D12", 20, "tags in capitals"),
    Trap("visit_before_backfill", "D18", 8, "a visit 400 days before the form is nobody's"),
    Trap(
        "wrong_lead_source_no_touch",
        "channel",
        10,
        "the CRM's source word is wrong and nothing else is landed",
        CHANNEL_DIFFERS,
    ),
    Trap("yen_midnight", "E11", 6, "15:30 UTC on 31 March is 1 April in Tokyo"),
)
