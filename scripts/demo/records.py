"""Write the records that systems keep of a person, each with its own id."""

import random
from datetime import datetime, timedelta

from . import names
from .clock import (
    day_weight,
    days_between,
    tokyo_date,
    tokyo_midnight,
)
from .company import SALES_ROLES, users_of
from .ids import Counter, SalesforceIds, hubspot_id
from .model import (
    Account,
    Activity,
    Campaign,
    Contact,
    Form,
    Lead,
    MaPerson,
    Member,
    Person,
    StatusChange,
    User,
    Utm,
    World,
)

DIGITAL = (
    "paid_search",
    "paid_social",
    "display",
    "organic_search",
    "organic_social",
    "email",
    "direct",
    "referral",
)
SITE = f"https://www.{names.OWN_DOMAIN}"
FORM_PAGES = {
    "contact": "/contact",
    "download": "/resources/whitepaper",
    "trial": "/trial",
    "newsletter": "/newsletter",
    "webinar": "/events/webinar",
}


def utm_for(channel: str, rng: random.Random) -> Utm:
    """Give the click parameters that a touch of a digital channel carries."""
    campaign = f"{channel}_{rng.randrange(1, 5)}"
    if channel == "paid_search":
        medium = rng.choice(("cpc", "cpc", "cpc", "ppc"))
        return Utm("google", medium, f"search_{rng.choice(('brand', 'generic_a', 'generic_b'))}")
    if channel == "paid_social":
        return Utm("linkedin", "paid_social", f"li_{rng.choice(('leadgen', 'awareness'))}")
    if channel == "display":
        return Utm("google", "display", "display_retarget")
    if channel == "organic_search":
        return Utm(rng.choice(("google", "google", "yahoo", "bing")), "organic")
    if channel == "organic_social":
        return Utm(rng.choice(("linkedin", "facebook", "x")), "social", campaign)
    if channel == "email":
        return Utm("newsletter", "email", campaign)
    if channel == "referral":
        return Utm(rng.choice(("review-site-demo.jp", "itnews-demo.com")), "referral")
    return rng.choice((Utm(), Utm("(direct)", "(none)")))


class RecordWriter:
    """Writes leads, contacts, MA people, forms, responses and activities."""

    def __init__(
        self, world: World, rng: random.Random, sf_ids: SalesforceIds, ids: Counter
    ) -> None:
        self.world, self.rng, self.sf_ids, self.ids = world, rng, sf_ids, ids
        self.days = days_between(world.first_day, world.as_of)
        weights = [day_weight(day, world.first_day, world.as_of) for day in self.days]
        self.day_weights = weights
        sizes = [account.employees**0.35 for account in world.accounts]
        self.account_weights = sizes
        self.legacy = [account for account in world.accounts if account.is_legacy_customer]
        self.events = [item for item in world.campaigns if item.channel == "event"]
        self.webinars = [item for item in world.campaigns if item.channel == "webinar"]
        self.mailings = [item for item in world.campaigns if item.channel == "email"]
        self.sales = users_of(world, *SALES_ROLES)
        self.inside = users_of(world, "Inside Sales")
        self.marketing = users_of(world, "Marketing")
        self.system = users_of(world, "System Administrator")[0]
        self.seen_emails: set[str] = set()

    def _blank(self, account: Account, channel: str, lead_at: datetime, domain: str) -> Person:
        rng = self.rng
        family, given = rng.choice(names.FAMILY_NAMES), rng.choice(names.GIVEN_NAMES)
        bits = rng.getrandbits(64)
        return Person(
            self.ids.new("P"),
            account,
            family,
            given,
            self._email(family[1], given[1], domain),
            names.weighted(rng, names.JOB_TITLES),
            channel,
            lead_at,
            f"{10**8 + bits % 2_000_000_000}.{1_600_000_000 + (bits >> 33) % 190_000_000}",
            rng.choices(("desktop", "mobile", "tablet"), (68, 28, 4))[0],
        )

    def _email(self, family: str, given: str, domain: str) -> str:
        local = f"{given}.{family}"
        if domain in names.FREE_MAIL_DOMAINS:
            local += ".demo"
        email, number = f"{local}@{domain}", 1
        while email in self.seen_emails:
            number += 1
            email = f"{local}{number}@{domain}"
        self.seen_emails.add(email)
        return email

    def _industry(self, person: Person) -> str:
        if not person.is_industry_known:
            return ""
        return self.rng.choice(names.INDUSTRIES[person.account.industry][1])

    def _source(self, person: Person) -> str:
        return self.rng.choice(names.SOURCE_WORDS[person.channel])

    def new_lead(self, person: Person, at: datetime, utm: Utm | None = None) -> Lead:
        """Write a CRM lead."""
        owner = self.rng.choice(self.inside)
        lead = Lead(
            self.sf_ids.new("00Q"),
            at,
            person.email,
            self._source(person),
            self._industry(person),
            owner,
            utm or Utm(),
        )
        if self.rng.random() < 0.7:
            lead.employees = str(person.account.employees)
        return lead

    def new_contact(self, person: Person, at: datetime, email: str, source: str = "") -> Contact:
        """Write a CRM contact; its account is landed from now on."""
        person.account.is_landed = True
        return Contact(
            self.sf_ids.new("003"),
            at,
            email,
            source or self._source(person),
            person.account,
            person.account.owner,
        )

    def new_ma(self, person: Person, at: datetime, utm: Utm) -> MaPerson:
        """Write a record of the marketing automation tool."""
        ma_id, system = self.ids.new("ma-"), person.account.ma_system
        number = int(ma_id.removeprefix("ma-"))
        ma = MaPerson(
            ma_id if system == "generic" else hubspot_id("contact", number),
            system,
            number,
            at,
            person.email,
            self._source(person),
            self._industry(person),
            utm,
            person.visitor_id,
            consent=self.rng.choices(("granted", "denied", "unknown"), (70, 12, 18))[0],
        )
        ma.lead = person.leads[0] if person.leads else None
        ma.scores.append((at, self.rng.randrange(5, 30), "created"))
        person.ma.append(ma)
        return ma

    def new_form(
        self, person: Person, at: datetime, channel: str, utm: Utm, ma: MaPerson | None
    ) -> Form:
        """Write a form submission."""
        kind = self.rng.choices(tuple(FORM_PAGES), (30, 40, 12, 13, 5))[0]
        form = Form(
            self.ids.new("fs-", 7),
            at,
            channel,
            kind,
            SITE + FORM_PAGES[kind],
            utm,
            person.visitor_id,
            person.email,
            ma,
        )
        person.forms.append(form)
        return form

    def new_member(
        self, person: Person, campaign: Campaign, lead: Lead | None, at: datetime
    ) -> Member:
        """Write a campaign response."""
        attended = campaign.channel != "webinar" or self.rng.random() < 0.6
        word = {"event": "Visited", "webinar": "Attended", "email": "Clicked"}[campaign.channel]
        member = Member(
            self.sf_ids.new("00v"),
            campaign,
            lead,
            None,
            max(at, lead.created_at if lead else at),
            tokyo_date(at),
            word if attended else "Registered",
            attended,
            self.rng.choice((3, 4, 4, 5, 5, None)) if attended else None,
        )
        person.members.append(member)
        return member

    def change(self, lead: Lead, at: datetime, new: str, user: User) -> None:
        """Move a lead's status and keep the history row."""
        lead.history.append(StatusChange(at, lead.status, new, user))
        lead.status = new

    def activity(self, person: Person, user: User, at: datetime, is_completed: bool) -> None:
        """Log a call or a mail of a colleague."""
        subject = self.rng.choice(("電話", "メール送付", "Call", "初回ヒアリング"))
        person.activities.append(
            Activity(self.sf_ids.new("00T"), "task", subject, user, at, is_completed)
        )

    def crm_person(self, account: Account, channel: str, lead_at: datetime) -> Person:
        """Add a person whom only the CRM knows, as a lead that nobody has worked yet."""
        person = self._blank(account, channel, lead_at, account.domain)
        person.leads.append(self.new_lead(person, lead_at))
        self.world.people.append(person)
        return person

    def event_contact(self, account: Account) -> Person:
        """Add a trade show visitor whom the CRM knows as a contact without any lead."""
        campaign = self.rng.choice(self.events)
        at = tokyo_midnight(campaign.start) + timedelta(days=1, hours=11)
        person = self._blank(account, "event", at, account.domain)
        ma = self.new_ma(person, at, Utm())
        contact = self.new_contact(person, at + timedelta(minutes=20), person.email)
        person.contacts.append(contact)
        ma.contact = contact
        member = self.new_member(person, campaign, None, tokyo_midnight(campaign.start))
        member.contact, member.created_at = contact, contact.created_at
        self.world.people.append(person)
        return person
