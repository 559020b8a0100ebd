"""The monthly newsletter: who got it, opened it, clicked in it, and what scanners did with it."""

import random
from datetime import timedelta

from .clock import months_between, tokyo_midnight
from .model import EmailEvent, MaPerson, World
from .records import SITE

BOUNCE_CHANCE, OPEN_CHANCE, CLICK_CHANCE, UNSUBSCRIBE_CHANCE = 0.012, 0.24, 0.14, 0.02
MACHINE_CHANCE, SCANNER_CHANCE = 0.08, 0.015


def newsletter_url(number: int) -> str:
    """Give the link of a newsletter."""
    campaign = f"email_{number % 4 + 1}"
    return f"{SITE}/blog/dx?utm_source=newsletter&utm_medium=email&utm_campaign={campaign}"


def email_name(number: int) -> str:
    """Give the name of a newsletter."""
    return f"ニュースレター {number:03d}"


def make_emails(world: World, rng: random.Random) -> None:
    """Send a newsletter each month to everybody in an MA tool who did not refuse."""
    gone: set[str] = set()
    for number, month in enumerate(months_between(world.first_day, world.as_of), start=1):
        sent_at = tokyo_midnight(month + timedelta(days=11)) + timedelta(hours=10)
        if sent_at + timedelta(days=2) >= world.end:
            break
        for person in world.people:
            ma = person.ma[0] if person.ma else None
            if ma is None or ma.consent == "denied" or not ma.email or ma.ma_id in gone:
                continue
            if person.lead_at + timedelta(days=4) > sent_at or rng.random() < 0.3:
                continue
            events = _one_recipient(number, ma, rng)
            at = sent_at
            for kind, wait, is_machine in events:
                at = at + wait
                if at >= world.end:
                    break
                world.email_events.append(EmailEvent(number, ma, kind, at, is_machine))
                if kind == "clicked" and not is_machine:
                    person.email_clicks.append((at, number))
                if kind == "unsubscribed":
                    gone.add(ma.ma_id)


def _one_recipient(
    number: int, ma: MaPerson, rng: random.Random
) -> list[tuple[str, timedelta, bool]]:
    """Draw what happens to one mail: events in order, each with the time since the one before."""
    events = [("sent", timedelta(0), False)]
    if rng.random() < BOUNCE_CHANCE:
        return [*events, ("bounced", timedelta(seconds=rng.randrange(2, 90)), False)]
    events.append(("delivered", timedelta(seconds=rng.randrange(1, 30)), False))
    if rng.random() < SCANNER_CHANCE:
        events.append(("clicked", timedelta(seconds=rng.randrange(1, 5)), True))
    if rng.random() < MACHINE_CHANCE:
        events.append(("opened", timedelta(seconds=rng.randrange(2, 60)), True))
    if rng.random() < OPEN_CHANCE:
        events.append(("opened", timedelta(seconds=int(rng.expovariate(1 / 20000))), False))
        if rng.random() < 0.2:
            events.append(("opened", timedelta(seconds=rng.randrange(60, 9000)), False))
        if rng.random() < CLICK_CHANCE:
            events.append(("clicked", timedelta(seconds=rng.randrange(5, 400)), False))
            if rng.random() < 0.15:
                events.append(("clicked", timedelta(seconds=rng.randrange(5, 60)), False))
        if rng.random() < UNSUBSCRIBE_CHANCE:
            events.append(("unsubscribed", timedelta(seconds=rng.randrange(10, 300)), False))
    return events
