"""Web visits and e-mails, known and anonymous; kept in the truth until a slice lands them."""

import random
from datetime import datetime, timedelta

from .clock import day_weight, days_between, instant_on
from .ids import Counter
from .model import MaPerson, Person, Session, Utm, World
from .records import DIGITAL, SITE, utm_for

PAGES = ("/", "/product", "/pricing", "/cases", "/resources/whitepaper", "/blog/dx", "/contact")
REFERRERS = {"organic_search": "https://www.google.com/", "organic_social": "https://t.co/"}
VISIT_WEIGHTS = (20, 8, 9, 34, 4, 6, 15, 4)


def make_sessions(world: World, rng: random.Random, ids: Counter, count: int) -> None:
    """Let people and strangers visit the site; a person's first visit shows the origin."""
    for person in world.people:
        if person.channel in DIGITAL:
            at = person.lead_at - timedelta(minutes=rng.randrange(2, 20))
            earlier = rng.choices((0, 1, 2, 3), (45, 30, 15, 10))[0]
            instants = [at - timedelta(days=rng.uniform(0.2, 40)) for _ in range(earlier)]
            for number, instant in enumerate(sorted([*instants, at])):
                channel = person.channel if number == 0 else rng.choice(("direct", person.channel))
                _visit(world, rng, ids, person.visitor_id, person.person_id, channel, instant)
        later = person.lead_at + timedelta(hours=30)
        for _ in range(rng.choices((0, 1, 2, 4, 7), (35, 25, 20, 12, 8))[0]):
            later += timedelta(days=rng.expovariate(1 / 20))
            channel = rng.choices(DIGITAL, VISIT_WEIGHTS)[0]
            if later < world.end:
                _visit(world, rng, ids, person.visitor_id, person.person_id, channel, later)
    days = days_between(world.first_day, world.as_of)
    weights = [day_weight(day, world.first_day, world.as_of) for day in days]
    missing = max(0, count - len(world.sessions))
    visitor = ""
    for day in rng.choices(days, weights, k=missing):
        if not visitor or rng.random() < 0.7:
            visitor = f"v{rng.getrandbits(64):016x}"
        channel = rng.choices(DIGITAL, VISIT_WEIGHTS)[0]
        _visit(world, rng, ids, visitor, "", channel, instant_on(day, rng))
    world.sessions.sort(key=lambda item: (item.at, item.session_id))


def _visit(
    world: World,
    rng: random.Random,
    ids: Counter,
    visitor: str,
    person_id: str,
    channel: str,
    instant: datetime,
) -> None:
    pageviews = 1 + int(rng.expovariate(0.6))
    tagged = channel not in ("organic_search", "organic_social", "direct", "referral")
    world.sessions.append(
        Session(
            ids.new("s", 8),
            visitor,
            person_id,
            instant.replace(microsecond=0),
            channel,
            SITE + rng.choice(PAGES),
            rng.choices(("desktop", "mobile", "tablet"), (62, 34, 4))[0],
            REFERRERS.get(channel, ""),
            utm_for(channel, rng) if tagged else Utm(),
            pageviews,
            int(pageviews * rng.expovariate(1 / 35)),
            rng.random() < 0.86,
        )
    )


def ga_client_id(ma: MaPerson, person: Person) -> str:
    """Give the visitor id that the MA tool kept; some forms keep the whole cookie."""
    return person.visitor_id
