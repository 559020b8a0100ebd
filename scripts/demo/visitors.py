"""Whose visits they are, as far as the landed files can tell, and which channel each one has.

The bounds are those of the rules: a visitor of one person gives them the visits of a year before;
a device of several people gives each only what follows their own sign; more than five are nobody.
"""

from datetime import datetime, timedelta

from .model import Form, MaPerson, Person, Session, World
from .web import landed_client_id

BACKFILL = timedelta(days=365)
LOOKBACK = timedelta(days=30)
GRACE = timedelta(minutes=30)
MOST_PEOPLE = 5
UNTAGGED = ("organic_search", "organic_social", "referral")
Evidence = tuple[datetime, str]


def link(world: World) -> None:
    """Give every measured visit its channel and, where the files tell it, its person."""
    visits: dict[str, list[Session]] = {}
    for session in world.sessions:
        if session.has_consent:
            visits.setdefault(session.visitor_id, []).append(session)
    for sessions in visits.values():
        _look_back(sessions)
    people = {person.person_id: person for person in world.people}
    for visitor, evidence in _evidence(world, visits).items():
        for session, person_id in _assign(visits[visitor], sorted(evidence)):
            session.linked_person_id = person_id
            people[person_id].sessions.append(session)
            world.linked_pairs.add((visitor, person_id))
        known = {person_id for _, person_id in evidence}
        if len(known) <= MOST_PEOPLE:
            world.linked_pairs |= {(visitor, person_id) for person_id in known}
    for person in world.people:
        person.sessions.sort(key=lambda item: item.at)
        for form in person.forms:
            form.is_tagged = not _is_told_by_visit(form, person)


def _look_back(sessions: list[Session]) -> None:
    """Let a visit that says nothing of its origin take the latest one of thirty days before."""
    last: Session | None = None
    for session in sessions:
        session.seen_channel = session.channel
        if session.exclusion:
            continue
        if session.channel != "direct":
            last = session
        elif last is not None and last.at >= session.at - LOOKBACK:
            session.seen_channel, session.is_from_lookback = last.channel, True


def _evidence(world: World, visits: dict[str, list[Session]]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for person in world.people:
        if person.is_gone:
            continue
        for ma in person.ma:
            visitor = landed_client_id(ma, world)
            if visitor and (not ma.is_deleted or ma.merged_into is not None):
                found.setdefault(visitor, []).extend(_claim(ma, person, visits[visitor]))
        for form in person.forms:
            if is_own_form(form) and form.visitor_id in visits:
                found.setdefault(form.visitor_id, []).append((form.at, person.person_id))
    owner = {ma.ma_id: person.person_id for person in world.people for ma in person.ma}
    for visitor, sessions in visits.items():
        for session in sessions:
            if session.user_id_at:
                who = owner[session.user_id]
                found.setdefault(visitor, []).extend(
                    (at, who) for at in (session.user_id_at[0], session.user_id_at[-1])
                )
    return found


def is_own_form(form: Form) -> bool:
    """Say whether the form lands with the visitor's id: HubSpot's submissions have none."""
    return form.ma is None or form.ma.system == "generic"


def _claim(ma: MaPerson, person: Person, sessions: list[Session]) -> list[Evidence]:
    """Date a record's visitor id by the forms sent in its visits, else by the record."""
    inside = [
        (form.at, person.person_id)
        for form in person.forms
        if any(item.at <= form.at <= item.ended_at + GRACE for item in sessions)
    ]
    return inside or [(ma.created_at, person.person_id)]


def _assign(sessions: list[Session], evidence: list[Evidence]) -> list[tuple[Session, str]]:
    """Give each visit to whom it identifies, else to the last known, else back-fill."""
    people = {person for _, person in evidence}
    if len(people) > MOST_PEOPLE:
        return []
    found: list[tuple[Session, str]] = []
    for number, session in enumerate(sessions):
        reach = session.ended_at + GRACE
        if number + 1 < len(sessions):
            reach = min(reach, sessions[number + 1].at - timedelta(microseconds=1))
        reach = max(reach, session.ended_at)
        inside = [who for at, who in evidence if session.at <= at <= reach]
        before = [who for at, who in evidence if at < session.at]
        after = [at for at, _ in evidence if at > session.at]
        if inside:
            found.append((session, inside[0]))
        elif before:
            found.append((session, before[-1]))
        elif len(people) == 1 and session.at >= after[0] - BACKFILL:
            found.append((session, evidence[0][1]))
    return found


def _is_told_by_visit(form: Form, person: Person) -> bool:
    """Say whether the page of a form carries no tags, because its visit tells the origin."""
    if form.ma is None or form.ma.system != "hubspot" or form.channel not in UNTAGGED:
        return False
    return any(
        form in session.forms and session.seen_channel == form.channel
        for session in person.sessions
        if not session.exclusion
    )
