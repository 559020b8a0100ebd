"""Write what truly happened on the site and in the mails."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from .clock import epoch_seconds, iso_z, month_start, tokyo_date
from .emails import email_name
from .files import Row, boolean, columns, write_csv
from .ids import hubspot_id
from .model import Session, World

SESSIONS = columns(
    "session_id,visitor_id,person_id,linked_person_id,started_at,session_date,own_channel,channel,"
    "is_from_lookback,landing_page,hostname,device_category,pageviews,events,engaged_seconds,"
    "is_new_visitor,has_consent,exclusion_reason,traps"
)
MONTHS = columns("month,channel,sessions,pageviews,visitors,new_visitors,engaged_seconds")
EMAILS = columns(
    "source_system,email_id,email_name,sent,delivered,opened,clicked,bounced,unsubscribed"
)
KINDS = ("sent", "delivered", "opened", "clicked", "bounced", "unsubscribed")


def write_web_truth(world: World, folder: Path) -> None:
    """Write visits, visitors, months and mails."""
    write_csv(folder / "sessions.csv.gz", SESSIONS, [_session(item) for item in world.sessions])
    _write_visitors(world, folder)
    _write_months(world, folder)
    _write_emails(world, folder)


def is_counted(session: Session) -> bool:
    """Say whether a visit can be counted: it was measured, and is neither a bot nor our own."""
    return session.has_consent and not session.exclusion


def _session(item: Session) -> Row:
    return (
        epoch_seconds(item.at),
        item.visitor_id,
        item.person_id,
        item.linked_person_id,
        iso_z(item.at),
        tokyo_date(item.at),
        item.channel,
        item.seen_channel,
        boolean(item.is_from_lookback),
        item.page,
        item.host,
        item.device,
        item.pageviews,
        item.event_count,
        f"{item.engaged_ms / 1000:.3f}",
        boolean(item.visit_number == 1),
        boolean(item.has_consent),
        item.exclusion,
        ";".join(sorted(item.traps)),
    )


def _write_visitors(world: World, folder: Path) -> None:
    """Write whose browser each one is; a pair is linkable where a landed file tells it."""
    people: dict[str, set[str]] = defaultdict(set)
    measured = world.measured_visitors
    for item in world.sessions:
        people[item.visitor_id].add(item.person_id)
    rows: list[Row] = []
    for visitor in sorted(people):
        for person in sorted(people[visitor]):
            linkable = (visitor, person) in world.linked_pairs
            rows.append((visitor, person, boolean(linkable), boolean(visitor in measured)))
    header = ("visitor_id", "person_id", "is_linkable", "is_measured")
    write_csv(folder / "visitors.csv", header, rows)


def _write_months(world: World, folder: Path) -> None:
    sums: dict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    visitors: dict[tuple[date, str], set[str]] = defaultdict(set)
    milliseconds: Counter[tuple[date, str]] = Counter()
    for item in world.sessions:
        if not is_counted(item):
            continue
        for channel in ("all", item.seen_channel):
            key = (month_start(tokyo_date(item.at)), channel)
            sums[key]["sessions"] += 1
            sums[key]["pageviews"] += item.pageviews
            sums[key]["new_visitors"] += item.visit_number == 1
            visitors[key].add(item.visitor_id)
            milliseconds[key] += item.engaged_ms
    write_csv(
        folder / "web_months.csv",
        MONTHS,
        [
            (
                *key,
                found["sessions"],
                found["pageviews"],
                len(visitors[key]),
                found["new_visitors"],
                f"{milliseconds[key] / 1000:.3f}",
            )
            for key, found in sorted(sums.items())
        ],
    )


def _write_emails(world: World, folder: Path) -> None:
    """Count people per mail; what machines opened and clicked is nobody's doing."""
    found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for event in world.email_events:
        if not event.is_machine:
            found[(event.ma.system, event.number, event.kind)].add(event.ma.ma_id)
    mails = sorted({(system, number) for system, number, _ in found})
    write_csv(
        folder / "emails.csv",
        EMAILS,
        [
            (
                system,
                hubspot_id("email", number) if system == "hubspot" else f"NL-{number:03d}",
                email_name(number),
                *(len(found[(system, number, kind)]) for kind in KINDS),
            )
            for system, number in mails
        ],
    )
