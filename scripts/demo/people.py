"""How people become known: by which channel, when, and in which systems first."""

from datetime import datetime, timedelta

from . import names
from .clock import (
    instant_on,
    next_working_instant,
    tokyo_date,
    tokyo_midnight,
)
from .journeys import JourneySimulator
from .model import (
    Account,
    Lead,
    Person,
    Utm,
)
from .records import DIGITAL, utm_for


class PeopleSimulator(JourneySimulator):
    """Draws people one after another."""

    def make_people(self, count: int) -> None:
        """Draw all people, in order of time."""
        rng = self.rng
        channels = list(names.CHANNEL_WEIGHTS)
        weights = list(names.CHANNEL_WEIGHTS.values())
        days = sorted(rng.choices(self.days, weights=self.day_weights, k=count))
        accounts = rng.choices(self.world.accounts, weights=self.account_weights, k=count)
        for day, account in zip(days, accounts, strict=True):
            channel = rng.choices(channels, weights)[0]
            if channel == "existing_customer":
                account = rng.choice(self.legacy)
            instant = instant_on(day, rng)
            if instant >= self.world.end - timedelta(hours=1):
                instant = self.world.end - timedelta(hours=rng.randrange(2, 9))
            self.world.people.append(self._person(account, channel, instant))

    def _person(self, account: Account, channel: str, lead_at: datetime) -> Person:
        rng = self.rng
        domain = account.domain
        chance = rng.random()
        traps: set[str] = set()
        if channel in DIGITAL and chance < 0.07:
            domain = rng.choice(names.FREE_MAIL_DOMAINS)
            traps.add("free_mail_people")
        elif channel in DIGITAL and chance < 0.09:
            domain = rng.choice(
                names.COMPETITOR_DOMAINS + names.DISPOSABLE_DOMAINS + names.TEST_DOMAINS
            )
            traps.add("excluded_domain_people")
        person = self._blank(account, channel, lead_at, domain)
        person.traps = traps
        person.is_industry_known = rng.random() < 0.94
        if channel == "existing_customer":
            self._customer_contact(person)
        else:
            self._origin(person)
            self._journey(person)
            self._later_forms(person)
        return person

    def _customer_contact(self, person: Person) -> None:
        """People of customers enter as contacts, without any marketing."""
        person.contacts.append(self.new_contact(person, person.lead_at, person.email))

    def _origin(self, person: Person) -> None:
        """Write the first touch and the first records."""
        rng = self.rng
        if person.channel in DIGITAL:
            self._digital_origin(person)
        elif person.channel == "event":
            self._event_origin(person)
        elif person.channel == "webinar":
            self._webinar_origin(person)
        else:
            person.leads.append(self.new_lead(person, person.lead_at))
            if rng.random() < 0.3:
                at = person.lead_at + timedelta(minutes=rng.randrange(60, 2000))
                if at < self.world.end:
                    self.new_ma(person, at, Utm())

    def _digital_origin(self, person: Person) -> None:
        rng = self.rng
        at = person.lead_at - timedelta(seconds=rng.randrange(1, 5))
        if person.channel == "email" and self.mailings and rng.random() < 0.4:
            running = [m for m in self.mailings if m.start <= tokyo_date(at) <= m.end]
            if running:
                self.new_ma(person, person.lead_at, Utm())
                lead = self._synced_lead(person, Utm())
                self.new_member(person, running[0], lead, at)
                return
        utm = utm_for(person.channel, rng)
        if rng.random() < 0.07:
            person.leads.append(self.new_lead(person, person.lead_at, utm))
            self.new_form(person, at, person.channel, utm, None)
            return
        ma = self.new_ma(person, person.lead_at, utm)
        self.new_form(person, at, person.channel, utm, ma)
        if rng.random() < 0.55:
            self._synced_lead(person, utm)

    def _event_origin(self, person: Person) -> None:
        rng = self.rng
        weights = [1 + 0.1 * number for number in range(len(self.events))]
        campaign = rng.choices(self.events, weights)[0]
        visit = campaign.start + timedelta(days=rng.randrange((campaign.end - campaign.start).days))
        imported = tokyo_midnight(visit) + timedelta(days=rng.randrange(1, 4), hours=10)
        at = next_working_instant(imported + timedelta(seconds=rng.randrange(20000)), rng)
        person.lead_at = min(at, self.world.end - timedelta(hours=2))
        if rng.random() < 0.75:
            self.new_ma(person, person.lead_at, Utm())
        lead = self._synced_lead(person, Utm())
        self.new_member(person, campaign, lead, tokyo_midnight(visit) + timedelta(hours=4))

    def _webinar_origin(self, person: Person) -> None:
        rng = self.rng
        day = tokyo_date(person.lead_at)
        ahead = [item for item in self.webinars if item.start <= day <= item.end]
        if ahead:
            campaign = ahead[0]
        else:
            campaign = rng.choice(self.webinars)
            span = (campaign.end - campaign.start).days
            person.lead_at = instant_on(campaign.start + timedelta(rng.randrange(span)), rng)
        self.new_ma(person, person.lead_at, Utm())
        lead = self._synced_lead(person, Utm())
        self.new_member(person, campaign, lead, person.lead_at)

    def _synced_lead(self, person: Person, utm: Utm) -> Lead:
        delay = timedelta(seconds=self.rng.randrange(60, 1500)) if person.ma else timedelta()
        lead = self.new_lead(person, person.lead_at + delay, utm)
        person.leads.append(lead)
        for ma in person.ma:
            ma.lead = lead
        return lead

    def _later_forms(self, person: Person) -> None:
        """Later downloads and responses; they never decide where a person came from."""
        rng = self.rng
        ma = person.ma[0] if person.ma else None
        for _ in range(rng.choices((0, 1, 2, 3), (60, 25, 10, 5))[0] if ma else 0):
            at = person.lead_at + timedelta(hours=30 + rng.expovariate(1 / 900))
            at = at.replace(microsecond=0)
            if at < self.world.end:
                channel = rng.choice(DIGITAL)
                self.new_form(person, at, channel, utm_for(channel, rng), ma)
        if ma and rng.random() < 0.12:
            first = tokyo_date(person.lead_at) + timedelta(days=4)
            ahead = [item for item in self.webinars if item.start >= first]
            if ahead:
                campaign = rng.choice(ahead[:3])
                day = campaign.start + timedelta(days=rng.randrange(10))
                lead = person.leads[0] if person.leads else None
                if lead is not None and lead.created_at < tokyo_midnight(day):
                    self.new_member(person, campaign, lead, instant_on(day, rng))
