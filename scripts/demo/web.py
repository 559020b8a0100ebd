"""Web visits, known and anonymous: who comes when, from where, and to which page."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import urlencode

from . import names
from .clock import day_weight, days_between, instant_on, tokyo_midnight
from .emails import newsletter_url
from .ids import stable_number
from .model import Form, MaPerson, Person, Session, Utm, World
from .records import DIGITAL, utm_for

WWW, LANDING_HOST = f"www.{names.OWN_DOMAIN}", f"lp.{names.OWN_DOMAIN}"
STAGING_HOST = f"stg.{names.OWN_DOMAIN}"
PAGES = ("/", "/product", "/pricing", "/cases", "/resources/whitepaper", "/blog/dx", "/contact")
PAGE_WEIGHTS = (22, 20, 12, 12, 14, 15, 5)
REFERRERS = {
    "organic_search": (
        *("https://www.google.com/", "https://www.google.com/"),
        *("https://www.google.co.jp/", "https://search.yahoo.co.jp/", "https://www.bing.com/"),
    ),
    "organic_social": ("https://t.co/", "https://www.linkedin.com/", "https://www.facebook.com/"),
    "referral": ("https://review-site-demo.jp/dx", "https://itnews-demo.com/articles/812"),
}
VISIT_WEIGHTS = (20, 8, 9, 34, 4, 6, 15, 4)
CONSENT_PERCENT, CLIENT_ID_PERCENT = 91, 96
APART = timedelta(hours=2)
SHARED = {"shared_device", "kiosk"}


def has_web_consent(visitor_id: str) -> bool:
    """Say whether a visitor lets the site measure; a browser keeps its answer."""
    return stable_number(f"consent|{visitor_id}", 100) < CONSENT_PERCENT


def is_client_id_kept(ma: MaPerson) -> bool:
    """Say whether the MA tool got the visitor's id at all; scripts that block it are common."""
    return stable_number(f"client|{ma.ma_id}", 100) < CLIENT_ID_PERCENT


def landed_client_id(ma: MaPerson, world: World) -> str:
    """Give the visitor id that the MA tool kept, where the visitor was measured at all."""
    is_kept = is_client_id_kept(ma) and ma.visitor_id in world.measured_visitors
    return ma.visitor_id if is_kept else ""


def query_of(utm: Utm) -> str:
    """Spell click parameters as a query string; without a tag there is none."""
    if utm.source.startswith("("):
        return ""
    named = (
        ("utm_source", utm.source),
        ("utm_medium", utm.medium),
        ("utm_campaign", utm.campaign),
        ("utm_content", utm.content),
        ("utm_term", utm.term),
    )
    return urlencode([pair for pair in named if pair[1]])


class WebSimulator:
    """Plans the visits of people and strangers; what happens in a visit is played later."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world, self.rng = world, rng
        self.first = tokyo_midnight(world.first_day)
        self.visits: dict[str, list[Session]] = {}

    def make(self, count: int) -> None:
        """Plan all visits: people first, then strangers until there are enough."""
        for person in self.world.people:
            self._person(person)
        missing = max(0, count - sum(len(visits) for visits in self.visits.values()))
        self._strangers(missing)

    def finish(self) -> None:
        """Number the visits in order of time, each visitor's apart by a second at least."""
        sessions: list[Session] = []
        for visits in self.visits.values():
            visits.sort(key=lambda item: item.at)
            for earlier, later in pairwise(visits):
                if later.at <= earlier.at:
                    later.at = earlier.at + timedelta(seconds=1)
            for number, session in enumerate(visits, start=1):
                session.visit_number = number
            sessions += visits
        sessions.sort(key=lambda item: (item.at, item.visitor_id))
        self.world.sessions = sessions
        self.world.measured_visitors = {
            item.visitor_id for item in sessions if item.has_consent and not item.exclusion
        }

    # -- people -------------------------------------------------------------------

    def _person(self, person: Person) -> None:
        rng = self.rng
        if person.channel in DIGITAL:
            self._origin(person)
        forms = sorted(person.forms, key=lambda form: (form.at, form.form_id))
        for form in forms:
            self._form_visit(person, form.channel, form.at)
            self._session_of(person, form.at).forms.append(form)
        self._sign_in(person, forms)
        for at, number in person.email_clicks:
            session = self.visit(
                person.visitor_id,
                person.person_id,
                "email",
                at + timedelta(seconds=2),
                newsletter_url(number).partition("?")[2],
            )
            session.page = "/blog/dx"
            session.utm = Utm("newsletter", "email", f"email_{number % 4 + 1}")
            ma = person.ma[0]
            is_known = ma.system == "hubspot" and not person.traps & SHARED
            if is_known and rng.random() < 0.5:
                session.user_id, session.user_id_from = ma.ma_id, "start"
        if "two_devices" in person.traps:
            self._second_device(person)
        if "visit_before_backfill" in person.traps:
            at = person.lead_at - timedelta(days=400)
            self.visit(person.visitor_id, person.person_id, "display", at)
        later = person.lead_at + timedelta(hours=30)
        for _ in range(rng.choices((0, 1, 2, 4, 7), (35, 25, 20, 12, 8))[0]):
            later += timedelta(days=rng.expovariate(1 / 20))
            channel = rng.choices(DIGITAL, VISIT_WEIGHTS)[0]
            if later < self.world.end - APART and self._is_free(person.visitor_id, later):
                self.visit(person.visitor_id, person.person_id, channel, later)

    def _sign_in(self, person: Person, forms: list[Form]) -> None:
        """Let some people sign in after their first form; from then on the visit is theirs."""
        ma = forms[0].ma if forms else None
        if ma is None or ma.system != "hubspot" or ma.is_deleted or person.traps & SHARED:
            return
        if self.rng.random() < 0.3:
            session = self._session_of(person, forms[0].at)
            if not session.user_id:
                session.user_id, session.user_id_from = ma.ma_id, "form"
                session.traps.add("user_id_mid_session")

    def _second_device(self, person: Person) -> None:
        """Let a person come with another device, and sign in there the second time."""
        visitor = new_visitor_id(self.rng)
        while not has_web_consent(visitor):
            visitor = new_visitor_id(self.rng)
        for number, hours in enumerate((40, 70)):
            at = person.lead_at + timedelta(hours=hours)
            session = self.visit(visitor, person.person_id, "organic_search", at)
            if number:
                session.user_id, session.user_id_from = person.ma[0].ma_id, "start"

    def _origin(self, person: Person) -> None:
        """Let a person visit some times before the form; the first visit shows the origin."""
        rng = self.rng
        at = person.lead_at - timedelta(minutes=rng.randrange(2, 20))
        earlier = rng.choices((0, 1, 2, 3), (45, 30, 15, 10))[0]
        if person.traps & SHARED:
            earlier = 0
        instants = [at - timedelta(days=rng.uniform(0.2, 40)) for _ in range(earlier)]
        instants = [instant for instant in instants if instant >= self.first]
        for number, instant in enumerate(sorted([*instants, at])):
            channel = person.channel if number == 0 else rng.choice(("direct", person.channel))
            if instant == at or self._is_free(person.visitor_id, instant):
                self.visit(person.visitor_id, person.person_id, channel, instant)

    def _form_visit(self, person: Person, channel: str, form_at: datetime) -> None:
        """Make sure that a visit was running when the form was sent."""
        for session in self.visits.get(person.visitor_id, []):
            if timedelta(minutes=1) <= form_at - session.at <= timedelta(minutes=25):
                return
        at = form_at - timedelta(seconds=self.rng.randrange(120, 1200))
        self.visit(person.visitor_id, person.person_id, channel, at)

    def _session_of(self, person: Person, form_at: datetime) -> Session:
        visits = self.visits[person.visitor_id]
        return max((item for item in visits if item.at < form_at), key=lambda item: item.at)

    def _is_free(self, visitor_id: str, at: datetime) -> bool:
        return all(abs(item.at - at) > APART for item in self.visits.get(visitor_id, []))

    # -- strangers ----------------------------------------------------------------

    def _strangers(self, count: int) -> None:
        rng, world = self.rng, self.world
        days = days_between(world.first_day, world.as_of)
        weights = [day_weight(day, world.first_day, world.as_of) for day in days]
        visitor = ""
        for day in rng.choices(days, weights, k=count):
            at = instant_on(day, rng)
            if not visitor or rng.random() < 0.7 or not self._is_free(visitor, at):
                visitor = new_visitor_id(rng)
            channel = rng.choices(DIGITAL, VISIT_WEIGHTS)[0]
            self.visit(visitor, "", channel, at)

    # -- one visit ------------------------------------------------------------------

    def visit(
        self, visitor: str, person_id: str, channel: str, at: datetime, query: str = ""
    ) -> Session:
        """Plan one visit."""
        rng = self.rng
        pageviews = 1 + int(rng.expovariate(0.6))
        has_utm = channel not in ("organic_search", "organic_social", "direct", "referral")
        utm = utm_for(channel, rng) if has_utm else Utm()
        at = min(at.replace(microsecond=0), self.world.end - timedelta(minutes=1))
        session = Session(
            visitor,
            person_id,
            at,
            channel,
            rng.choices(PAGES, PAGE_WEIGHTS)[0],
            rng.choices(("desktop", "mobile", "tablet"), (62, 34, 4))[0],
            rng.choice(REFERRERS.get(channel, ("",))),
            utm,
            query or query_of(utm),
            pageviews,
            int(pageviews * rng.expovariate(1 / 35)),
            has_web_consent(visitor),
            WWW,
        )
        if channel == "paid_search" and rng.random() < 0.6:
            session.query += f"&gclid={_click_id(rng)}"
        if channel == "paid_social" and rng.random() < 0.6:
            session.query += f"&li_fat_id={_click_id(rng)}"
        if channel == "paid_search":
            session.referrer = "https://www.google.com/"
        self.visits.setdefault(visitor, []).append(session)
        return session


def new_visitor_id(rng: random.Random) -> str:
    """Give the id that a browser keeps: a random number and the second of the first visit."""
    return f"{rng.randrange(10**8, 2**31)}.{rng.randrange(1_600_000_000, 1_790_000_000)}"


def _click_id(rng: random.Random) -> str:
    return f"Cj0KC{rng.getrandbits(60):015x}"
