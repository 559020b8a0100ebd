"""Land marketing automation, ads, finance and billing in the columns of the ports."""

from datetime import date, timedelta
from pathlib import Path

from .clock import add_months, iso_tokyo, iso_z, tokyo_midnight
from .emails import email_name, newsletter_url
from .files import Row, boolean, columns, write_csv
from .ids import stable_id
from .landing_salesforce import shown_name
from .model import AdRow, MaPerson, Person, SubscriptionRow, World
from .spend import ad_loads
from .web import landed_client_id

MA_PEOPLE = columns(
    "ma_person_id,email,first_name,last_name,company_name,job_title,industry,country,"
    "lifecycle_stage,score,original_source,utm_source,utm_medium,utm_campaign,"
    "visitor_id,crm_lead_id,crm_contact_id,mql_at,sql_at,consent_status,merged_into_id,"
    "created_at,updated_at"
)
FORMS = columns(
    "submission_id,ma_person_id,email,form_id,form_name,form_type,page_url,content_id,"
    "visitor_id,utm_source,utm_medium,utm_campaign,utm_content,utm_term,submitted_at"
)
PROGRAMS = columns(
    "program_id,program_name,program_type,channel,crm_campaign_id,start_date,end_date,cost,currency"
)
PROGRAM_MEMBERS = columns(
    "program_id,ma_person_id,status,has_attended,has_succeeded,satisfaction_score,"
    "registered_at,attended_at"
)
ADS = columns(
    "ad_account_id,stat_date,campaign_id,ad_group_id,ad_id,platform,campaign_name,"
    "ad_group_name,ad_name,landing_url,utm_source,utm_medium,utm_campaign,impressions,"
    "clicks,cost,currency,platform_conversions"
)
COSTS = columns(
    "cost_id,cost_month,cost_type,function,channel,campaign_id,amount,currency,is_in_ad_platform"
)
SUBSCRIPTIONS = columns(
    "subscription_item_id,valid_from,subscription_id,customer_id,account_id,email,"
    "product_id,product_category,status,is_trial,quantity,unit_amount,currency,"
    "interval_months,discount_share,valid_to,trial_started_at,trial_ended_at,"
    "canceled_at,ended_at"
)
INVOICES = columns(
    "invoice_line_id,invoice_id,customer_id,account_id,product_id,product_category,"
    "amount,currency,period_start,period_end,paid_at,status"
)
EMAIL_EVENTS = columns(
    "email_event_id,ma_person_id,email_id,email_name,event_type,url,is_machine_open,occurred_at"
)
GROSS_MARGINS = (("SaaS", "0.78"), ("導入支援", "0.42"), ("ハードウェア", "0.25"), ("", "0.62"))


def write_generic(world: World, folder: Path) -> None:
    """Write one file per port."""
    _write_people(world, folder)
    _write_email_events(world, folder)
    _write_programs(world, folder)
    _write_ads(world, folder)
    _write_finance(world, folder)
    _write_billing(world, folder)


def is_own(ma: MaPerson | None) -> bool:
    """Say whether a record lands in these files; forms without a record do."""
    return ma is None or ma.system == "generic"


def crm_id(record_id: str, ma: MaPerson) -> str:
    """Spell a CRM id with 15 or 18 characters, as connectors do."""
    return record_id[:15] if ma.number % 4 == 0 else record_id


def is_linked_by_email(ma: MaPerson) -> bool:
    """Say whether the record lacks its CRM ids; an address that agrees links as well as an id."""
    return ma.number % 9 == 0 and ma.lead is not None and ma.lead.email == ma.email != ""


def _person_row(ma: MaPerson, person: Person, world: World) -> Row:
    last, first = shown_name(person, ma.ma_id)
    mql_at = next((at for at, _, stage in ma.stages if stage == "mql"), None)
    by_email = is_linked_by_email(ma)
    updated = max([ma.created_at, *(at for at, _, _ in ma.stages), *(at for at, _, _ in ma.scores)])
    return (
        ma.ma_id,
        ma.email,
        first,
        last,
        person.account.name,
        person.title,
        ma.industry_word,
        "Japan",
        ma.stages[-1][2] if ma.stages else "lead",
        ma.scores[-1][1],
        ma.source_word,
        ma.utm.source,
        ma.utm.medium,
        ma.utm.campaign,
        landed_client_id(ma, world),
        crm_id(ma.lead.sf_id, ma) if ma.lead and not by_email else "",
        crm_id(ma.contact.sf_id, ma) if ma.contact and not by_email else "",
        iso_tokyo(mql_at),
        "",
        ma.consent,
        "",
        iso_tokyo(ma.created_at),
        iso_tokyo(updated),
    )


def _write_people(world: World, folder: Path) -> None:
    pairs = [(ma, person) for person in world.people for ma in person.ma if is_own(ma)]
    pairs.sort(key=lambda pair: pair[0].ma_id)
    write_csv(folder / "ma_people.csv", MA_PEOPLE, [_person_row(*pair, world) for pair in pairs])
    stages = [(at, ma.ma_id, to, old) for ma, _ in pairs for at, old, to in ma.stages]
    write_csv(
        folder / "ma_lifecycle_changes.csv",
        ("ma_person_id", "changed_at", "to_stage", "from_stage"),
        [(ma_id, iso_z(at), to, old) for at, ma_id, to, old in sorted(stages)],
    )
    scores = [(at, ma.ma_id, score, why) for ma, _ in pairs for at, score, why in ma.scores]
    write_csv(
        folder / "ma_score_changes.csv",
        ("ma_person_id", "changed_at", "score", "reason"),
        [(ma_id, iso_z(at), score, why) for at, ma_id, score, why in sorted(scores)],
    )
    forms = [form for person in world.people for form in person.forms if is_own(form.ma)]
    forms.sort(key=lambda form: (form.at, form.form_id))
    write_csv(
        folder / "ma_form_submissions.csv",
        FORMS,
        [
            (
                form.form_id,
                form.ma.ma_id if form.ma else "",
                form.email,
                f"form-{form.form_type}",
                f"{form.form_type} form",
                form.form_type,
                form.page_url,
                "",
                form.visitor_id if form.visitor_id in world.measured_visitors else "",
                form.utm.source,
                form.utm.medium,
                form.utm.campaign,
                form.utm.content,
                form.utm.term,
                iso_tokyo(form.at),
            )
            for form in forms
        ],
    )


def _write_email_events(world: World, folder: Path) -> None:
    """Write the mails of the subsidiary's tool, which knows nothing of scanners' clicks."""
    rows: list[Row] = []
    for number, event in enumerate(world.email_events):
        if not is_own(event.ma) or (event.kind == "clicked" and event.is_machine):
            continue
        rows.append(
            (
                stable_id(f"email|{number}|{event.ma.ma_id}"),
                event.ma.ma_id,
                f"NL-{event.number:03d}",
                email_name(event.number),
                event.kind,
                newsletter_url(event.number) if event.kind == "clicked" else "",
                boolean(event.is_machine),
                iso_z(event.at),
            )
        )
    write_csv(folder / "ma_email_events.csv", EMAIL_EVENTS, rows)


def _write_programs(world: World, folder: Path) -> None:
    programs = [item for item in world.campaigns if item.program_id]
    write_csv(
        folder / "ma_programs.csv",
        PROGRAMS,
        [
            (
                item.program_id,
                item.name,
                "webinar",
                item.channel,
                item.sf_id,
                item.start,
                item.end,
                item.cost,
                "JPY",
            )
            for item in programs
        ],
    )
    rows: dict[tuple[str, str], Row] = {}
    for person in world.people:
        for member in person.members:
            program = member.campaign
            if not program.program_id or not person.ma or not is_own(person.ma[0]):
                continue
            ma_id = person.ma[0].ma_id
            registered = max(member.created_at, person.ma[0].created_at)
            held = tokyo_midnight(program.end) + timedelta(hours=14)
            rows[(program.program_id, ma_id)] = (
                program.program_id,
                ma_id,
                "Attended" if member.has_attended else "Registered",
                boolean(member.has_attended),
                boolean(member.has_attended),
                member.satisfaction,
                iso_z(registered),
                iso_z(held) if member.has_attended else "",
            )
    write_csv(
        folder / "ma_program_members.csv", PROGRAM_MEMBERS, [rows[key] for key in sorted(rows)]
    )


def _ad_row(row: AdRow, is_first_load: bool) -> Row:
    cost = row.first_cost if is_first_load and row.first_cost is not None else row.cost
    return (
        row.account_id,
        row.day.isoformat(),
        row.campaign_id,
        row.group_id,
        row.ad_id,
        row.platform,
        row.campaign,
        row.group,
        row.ad,
        "",
        row.utm.source,
        row.utm.medium,
        row.utm.campaign,
        row.impressions,
        row.clicks,
        cost,
        row.currency,
        row.conversions,
    )


def _write_ads(world: World, folder: Path) -> None:
    """Write the platform that has no connector."""
    first, second, loaded_on = ad_loads(world, "yahoo_japan_ads")
    write_csv(
        folder / "ad_stats_daily" / f"{loaded_on.isoformat()}.csv",
        ADS,
        [_ad_row(row, True) for row in first],
    )
    write_csv(
        folder / "ad_stats_daily" / f"{world.as_of.isoformat()}_restated.csv",
        ADS,
        [_ad_row(row, False) for row in second],
    )


def _write_finance(world: World, folder: Path) -> None:
    write_csv(
        folder / "finance_costs.csv",
        COSTS,
        [
            (
                row.cost_id,
                row.month.isoformat(),
                row.cost_type,
                row.function,
                row.channel,
                "",
                row.amount,
                "JPY",
                boolean(row.is_in_ad_platform),
            )
            for row in world.ledger
        ],
    )
    write_csv(
        folder / "finance_fx_rates.csv",
        ("rate_date", "from_currency", "to_currency", "rate"),
        [
            (day.isoformat(), currency, "JPY", rate)
            for (currency, day), rate in sorted(world.rates.items(), key=lambda item: item[0])
        ],
    )
    opening = add_months(world.first_day, -36)
    write_csv(
        folder / "finance_gross_margins.csv",
        ("valid_from", "product_category", "margin", "valid_to"),
        [(opening, category, margin, "") for category, margin in GROSS_MARGINS],
    )


def _write_billing(world: World, folder: Path) -> None:
    rows = sorted(world.subscriptions, key=lambda row: (row.item_id, row.valid_from))
    write_csv(
        folder / "billing_subscriptions.csv", SUBSCRIPTIONS, [_subscription(row) for row in rows]
    )
    invoices: list[Row] = []
    for row in rows:
        invoices += _invoices(row, world)
    write_csv(folder / "billing_invoices.csv", INVOICES, invoices)


def _subscription(row: SubscriptionRow) -> Row:
    ended = row.valid_to.isoformat() if row.is_ended and row.valid_to else ""
    return (
        row.item_id,
        row.valid_from.isoformat(),
        row.item_id.replace("si_", "sub_"),
        f"cus_{row.account.account_id}",
        row.account.sf_id,
        "",
        "plan-saas",
        "SaaS",
        "canceled" if row.is_ended else "active",
        "false",
        1,
        row.monthly * row.interval_months,
        "JPY",
        row.interval_months,
        "0",
        row.valid_to.isoformat() if row.valid_to else "",
        "",
        "",
        ended,
        ended,
    )


def _invoices(row: SubscriptionRow, world: World) -> list[Row]:
    lines: list[Row] = []
    start = row.valid_from
    last: date = min(row.valid_to or world.as_of + timedelta(days=1), world.as_of)
    while start < last:
        end = add_months(start, row.interval_months)
        paid_on = start + timedelta(days=25)
        is_paid = paid_on <= world.as_of
        number = f"{row.item_id.replace('si_', 'in_')}_{start:%Y%m}"
        lines.append(
            (
                f"{number}_1",
                number,
                f"cus_{row.account.account_id}",
                row.account.sf_id,
                "plan-saas",
                "SaaS",
                row.monthly * row.interval_months,
                "JPY",
                start.isoformat(),
                end.isoformat(),
                iso_tokyo(tokyo_midnight(paid_on) + timedelta(hours=11)) if is_paid else "",
                "paid" if is_paid else "open",
            )
        )
        start = end
    return lines
