"""Write what truly happened, for tests to compare the warehouse with."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from . import names, rules
from .clock import add_months, iso_z, month_start, months_between, tokyo_date, tokyo_midnight
from .files import Row, boolean, columns, write_csv
from .model import Opportunity, Person, World
from .trap_catalog import TRAPS
from .truth_web import write_web_truth

PEOPLE = columns(
    "person_id,account_id,channel,lead_at,lead_date,is_valid_lead,mql_at,sal_at,"
    "sql_at,opportunity_at,won_date,lost_date,mql_count,is_linkable,is_web_linkable,traps"
)
OPPORTUNITIES = columns(
    "opportunity_id,account_id,opportunity_type,amount_original,currency,amount_jpy,"
    "created_date,close_date,is_closed,is_won,sourcing_person_id,channel,"
    "is_marketing_sourced,traps"
)
REVENUE = columns("month,amount_jpy,won_count,new_business_amount_jpy,marketing_sourced_amount_jpy")


def money(value: Fraction | None) -> str:
    """Write an exact amount with four decimals."""
    if value is None:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal('0.0001'))}"


def write_truth(world: World, folder: Path) -> None:
    """Write all truth files."""
    people = [person for person in world.people if not person.is_gone]
    write_csv(folder / "people.csv", PEOPLE, [_person(person, world) for person in people])
    _write_records(world, folder)
    _write_opportunities(world, folder)
    _write_spend(world, folder)
    _write_subscriptions(world, folder)
    _write_touches(world, people, folder)
    write_web_truth(world, folder)
    _write_traps(world, folder)


def _person(person: Person, world: World) -> Row:
    deal = rules.first_opportunity(person)
    closed = deal is not None and rules.closed_by(deal, world)
    return (
        person.person_id,
        person.account.account_id,
        person.channel,
        iso_z(person.lead_at),
        rules.lead_date_text(person),
        boolean(rules.is_valid_lead(person)),
        iso_z(person.mql_at),
        iso_z(person.sal_at),
        iso_z(person.sql_at),
        iso_z(deal.created_at) if deal else "",
        deal.close_date if deal and closed and deal.is_won else "",
        deal.close_date if deal and closed and not deal.is_won else "",
        person.mql_count,
        boolean(person.is_linkable),
        boolean(bool(person.sessions)),
        ";".join(sorted(person.traps)),
    )


def _write_records(world: World, folder: Path) -> None:
    rows: list[Row] = []
    for person in world.people:
        who = person.person_id
        for lead in person.leads:
            rows.append(("salesforce", "crm_lead", lead.sf_id, who, boolean(lead.is_deleted)))
        for item in person.contacts:
            rows.append(("salesforce", "crm_contact", item.sf_id, who, boolean(item.is_deleted)))
        for ma in person.ma:
            deleted = boolean(ma.is_deleted)
            rows.append((ma.system, "ma_person", ma.ma_id, who, deleted))
            if ma.system == "hubspot":
                rows.append(("hubspot", "crm_contact", ma.ma_id, who, deleted))
    header = ("source_system", "record_type", "record_id", "person_id", "is_deleted")
    write_csv(folder / "records.csv", header, rows)


def yen(item: Opportunity, world: World) -> Fraction | None:
    """Give an opportunity's amount in yen at the rate of its close, open ones at ``as_of``."""
    if item.amount is None:
        return None
    day = item.close_date if rules.closed_by(item, world) else world.as_of
    return Fraction(item.amount) * world.rate(item.currency, day)


def _write_opportunities(world: World, folder: Path) -> None:
    index = rules.people_by_opportunity(world)
    rows: list[Row] = []
    total: dict[date, list[Fraction]] = {}
    for month in months_between(world.first_day, world.as_of):
        total[month] = [Fraction(0)] * 4
    for item in world.opportunities:
        if item.is_deleted:
            continue
        person = rules.sourcing_person(item, index[item.sf_id])
        channel = rules.opportunity_channel(item, person)
        closed, amount = rules.closed_by(item, world), yen(item, world)
        rows.append(
            (
                item.sf_id,
                item.account.account_id,
                item.kind,
                item.amount,
                item.currency,
                money(amount),
                tokyo_date(item.created_at),
                item.close_date,
                boolean(closed),
                boolean(closed and item.is_won),
                person.person_id if person else "",
                channel,
                boolean(item.kind == "new_business" and names.is_marketing(channel)),
                ";".join(sorted(item.traps)),
            )
        )
        if closed and item.is_won:
            parts = total[month_start(item.close_date)]
            won = amount or Fraction(0)
            parts[0] += won
            parts[1] += 1
            if item.kind == "new_business":
                parts[2] += won
                parts[3] += won if names.is_marketing(channel) else 0
    write_csv(folder / "opportunities.csv", OPPORTUNITIES, rows)
    write_csv(
        folder / "revenue.csv",
        REVENUE,
        [
            (month, money(parts[0]), int(parts[1]), money(parts[2]), money(parts[3]))
            for month, parts in total.items()
        ],
    )


def _write_spend(world: World, folder: Path) -> None:
    spend: dict[tuple[date, str], Fraction] = defaultdict(Fraction)
    sales: dict[tuple[date, str], Fraction] = defaultdict(Fraction)
    for row in world.ads:
        cost = Fraction(row.cost) * world.rate(row.currency, row.day)
        spend[(month_start(row.day), row.channel)] += cost
    for item in world.campaigns:
        if not item.is_cost_counted:
            continue
        days = (item.end - item.start).days + 1
        for number in range(days):
            month = month_start(item.start + timedelta(days=number))
            spend[(month, item.channel)] += Fraction(item.cost, days)
    for line in world.ledger:
        if line.function == "sales":
            sales[(line.month, line.cost_type)] += line.amount
        elif not line.is_in_ad_platform:
            spend[(line.month, line.channel or rules.UNASSIGNED)] += line.amount
    write_csv(
        folder / "spend.csv",
        ("month", "channel", "amount_jpy"),
        [(month, channel, money(spend[(month, channel)])) for month, channel in sorted(spend)],
    )
    write_csv(
        folder / "sales_costs.csv",
        ("month", "cost_type", "amount_jpy"),
        [(month, kind, money(sales[(month, kind)])) for month, kind in sorted(sales)],
    )


def _write_subscriptions(world: World, folder: Path) -> None:
    rows: list[Row] = [
        (
            row.item_id,
            row.account.account_id,
            row.account.sf_id,
            row.valid_from,
            row.valid_to,
            row.monthly,
            boolean(row.is_ended),
        )
        for row in sorted(world.subscriptions, key=lambda row: (row.item_id, row.valid_from))
    ]
    header = ("subscription_item_id", "account_id", "crm_account_id", "valid_from", "valid_to")
    write_csv(folder / "subscriptions.csv", (*header, "mrr_jpy", "is_ended"), rows)
    mrr: Counter[tuple[str, date]] = Counter()
    for month in months_between(world.first_day, world.as_of):
        last = min(add_months(month, 1) - timedelta(days=1), world.as_of)
        for row in world.subscriptions:
            if row.valid_from <= last and (row.valid_to is None or row.valid_to > last):
                mrr[(row.account.account_id, month)] += row.monthly
    write_csv(
        folder / "mrr.csv",
        ("account_id", "month", "mrr_jpy"),
        [(account, month, mrr[(account, month)]) for account, month in sorted(mrr)],
    )


def _write_touches(world: World, people: list[Person], folder: Path) -> None:
    rows: list[Row] = []
    for person in people:
        who = person.person_id
        touches: list[tuple[str, Row]] = []
        for form in person.forms:
            row = (
                who,
                iso_z(form.at),
                "form_submission",
                rules.form_channel(form),
                form.utm.campaign,
                "true",
            )
            touches.append((form.form_id, row))
        for member in person.members:
            if member.responded_on is None:
                continue
            at = iso_z(tokyo_midnight(member.responded_on))
            campaign = member.campaign
            row = (who, at, "campaign_response", campaign.channel, campaign.name, "true")
            touches.append((member.sf_id, row))
        first_clicks = {number: at for at, number in reversed(person.email_clicks)}
        for at_click in first_clicks.values():
            touches.append(("", (who, iso_z(at_click), "email_click", "email", "", "true")))
        for item in person.sessions:
            if not item.exclusion:
                tag = item.utm.campaign
                row = (who, iso_z(item.at), "web_session", item.seen_channel, tag, "true")
                touches.append((item.visitor_id, row))
        rows += [row for _, row in sorted(touches, key=lambda pair: (pair[1][1], pair[0]))]
    header = ("person_id", "touch_at", "touch_type", "channel", "campaign", "is_landed")
    write_csv(folder / "touches.csv", header, rows)


def _write_traps(world: World, folder: Path) -> None:
    instances = sorted(set(world.trap_instances))
    counts = Counter(trap for trap, _, _ in instances)
    write_csv(
        folder / "traps.csv",
        ("trap", "rule", "planted_count", "effect", "description"),
        [
            (trap.name, trap.rule, counts[trap.name], trap.effect, trap.description)
            for trap in TRAPS
        ],
    )
    write_csv(folder / "trap_instances.csv", ("trap", "entity_type", "entity_id"), instances)
