"""Data faults in web visits; they hit strangers who came once, so that each stands alone."""

from collections.abc import Callable
from datetime import timedelta

from .clock import DAY, tokyo_date, tokyo_midnight
from .model import Session, Utm
from .trap_catalog import TRAPS
from .web import LANDING_HOST, STAGING_HOST, WebSimulator, query_of

CLICK_IDS = (
    ("gclid", "paid_search"),
    ("gbraid", "paid_search"),
    ("wbraid", "paid_search"),
    ("msclkid", "paid_search"),
    ("yclid", "paid_search"),
    ("dclid", "display"),
    ("fbclid", "paid_social"),
    ("li_fat_id", "paid_social"),
)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SPAM = "https://www.best-seo-offer.com/"


class WebTrapPlanter:
    """Plants the faults of the catalog in visits of strangers."""

    def __init__(self, web: WebSimulator) -> None:
        self.web, self.world, self.rng = web, web.world, web.rng
        self.lonely = [
            visits[0]
            for visits in web.visits.values()
            if len(visits) == 1 and not visits[0].person_id and visits[0].has_consent
        ]
        self.rng.shuffle(self.lonely)

    def plant(self) -> None:
        """Plant all faults, each in its number."""
        planters: dict[str, Callable[[Session, int], None]] = {
            "session_across_midnight": self._midnight,
            "duplicate_events": self._as_is,
            "delivered_twice": self._as_is,
            "same_instant_events": self._as_is,
            "late_events": self._late,
            "click_id_without_utm": self._click_id,
            "utm_upper_case": self._upper_case,
            "utm_full_width": self._full_width,
            "utm_encoded": self._encoded,
            "utm_not_set": self._not_set,
            "payment_referral": self._payment,
            "sso_session_start": self._sso,
            "own_host_session_start": self._own_host,
            "cross_domain_visit": self._cross_domain,
            "bot_visit": self._bot,
            "internal_visit": self._internal,
            "utm_on_internal_link": self._internal_link,
            "paid_without_campaign": self._no_campaign,
            "campaign_unknown_to_ads": self._unknown_campaign,
            "unmapped_medium": self._unmapped,
        }
        counts = {trap.name: trap.count for trap in TRAPS}
        for name, planter in planters.items():
            least = len(CLICK_IDS) if name == "click_id_without_utm" else 2
            for number in range(max(least, round(counts[name] * self.world.scale))):
                session = self.lonely.pop()
                session.traps.add(name)
                planter(session, number)

    def _come(self, session: Session, channel: str, utm: Utm, query: str, referrer: str) -> None:
        session.channel, session.utm, session.query = channel, utm, query
        session.referrer = referrer

    def _read_on(self, session: Session) -> None:
        session.planned_pages = max(3, session.planned_pages)
        session.planned_seconds = max(90, session.planned_seconds)

    def _as_is(self, session: Session, number: int) -> None:
        self._read_on(session)

    def _midnight(self, session: Session, number: int) -> None:
        """Come shortly before the day ends in Tokyo, when it is afternoon in UTC."""
        day = min(tokyo_date(session.at), self.world.as_of - DAY)
        session.at = tokyo_midnight(day + DAY) - timedelta(seconds=150)
        session.planned_pages, session.planned_seconds = 4, 600

    def _late(self, session: Session, number: int) -> None:
        day = self.world.as_of - timedelta(days=20 + number * 3 % 50)
        session.at = tokyo_midnight(day) + timedelta(hours=11, seconds=number)
        self._read_on(session)

    def _click_id(self, session: Session, number: int) -> None:
        name, channel = CLICK_IDS[number % len(CLICK_IDS)]
        referrer = "https://www.google.com/" if channel == "paid_search" else ""
        self._come(session, channel, Utm(), f"{name}=Cj0{number:08d}", referrer)

    def _upper_case(self, session: Session, number: int) -> None:
        utm = Utm("Google", "CPC", "Search_Brand")
        self._come(session, "paid_search", utm, query_of(utm), "")

    def _full_width(self, session: Session, number: int) -> None:
        utm = Utm("google".translate(WIDE), "cpc".translate(WIDE), "search_brand")
        self._come(session, "paid_search", utm, query_of(utm), "")

    def _encoded(self, session: Session, number: int) -> None:
        utm = Utm("newsletter", "email", "春 企画")
        query = (
            "utm_source=news%6Cetter&utm_medium=e%6Dail&utm_campaign=%E6%98%A5+%E4%BC%81%E7%94%BB"
        )
        self._come(session, "email", utm, query, "")

    def _not_set(self, session: Session, number: int) -> None:
        utm = Utm("(not set)", "(not set)", "(not set)")
        query = "utm_source=(not%20set)&utm_medium=(not%20set)&utm_campaign=(not%20set)"
        self._come(session, "direct", utm, query, "")

    def _payment(self, session: Session, number: int) -> None:
        utm = Utm("google", "cpc", "search_brand")
        self._come(session, "paid_search", utm, query_of(utm), "https://www.google.com/")
        self._read_on(session)

    def _sso(self, session: Session, number: int) -> None:
        self._come(session, "direct", Utm(), "", "https://login.microsoftonline.com/")

    def _own_host(self, session: Session, number: int) -> None:
        self._come(session, "direct", Utm(), "", f"https://{LANDING_HOST}/")

    def _cross_domain(self, session: Session, number: int) -> None:
        utm = Utm("linkedin", "paid_social", "li_leadgen")
        self._come(session, "paid_social", utm, query_of(utm), "")
        session.host, session.page = LANDING_HOST, "/"
        self._read_on(session)

    def _bot(self, session: Session, number: int) -> None:
        self._come(session, "referral", Utm(), "", SPAM)
        session.exclusion = "bot"

    def _internal(self, session: Session, number: int) -> None:
        session.exclusion = "internal"
        if number % 2 == 0:
            self._come(session, "direct", Utm(), "", "")
            session.host = STAGING_HOST
            return
        utm = Utm("internal_test", "bookmark")
        self._come(session, "(unmapped)", utm, query_of(utm), "")

    def _internal_link(self, session: Session, number: int) -> None:
        utm = Utm("newsletter", "email", "email_2")
        self._come(session, "email", utm, query_of(utm), "")
        self._read_on(session)

    def _no_campaign(self, session: Session, number: int) -> None:
        utm = Utm("google", "cpc")
        self._come(session, "paid_search", utm, query_of(utm), "")

    def _unknown_campaign(self, session: Session, number: int) -> None:
        utm = Utm("google", "cpc", "search_2019_old")
        self._come(session, "paid_search", utm, query_of(utm), "")

    def _unmapped(self, session: Session, number: int) -> None:
        utm = Utm("flyer", "qr", "booth_a")
        self._come(session, "(unmapped)", utm, query_of(utm), "")
