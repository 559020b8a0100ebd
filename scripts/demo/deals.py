"""Deals: opportunities of new and existing customers, and what they subscribe to."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

from . import names
from .clock import (
    DAY,
    add_months,
    instant_on,
    is_day_off,
    month_start,
    next_working_instant,
    tokyo_date,
    tokyo_midnight,
)
from .company import users_of
from .ids import Counter, SalesforceIds
from .model import Account, Contact, Opportunity, Person, SubscriptionRow, World
from .people import PeopleSimulator

TYPE_WORDS = {
    "new_business": ("New Business", "新規"),
    "expansion": ("Expansion",),
    "renewal": ("Renewal", "更新"),
    "cross_sell": ("Cross Sell",),
}
OPEN_STAGES = ("Prospecting", "Qualification", "Proposal", "Negotiation")
LOST_REASONS = ("価格", "競合", "時期見送り", "予算凍結", "機能不足")
ROLES = ("Decision Maker", "Influencer", "Economic Buyer", "User")
WIN_CHANCE = {"new_business": 0.31, "expansion": 0.5, "cross_sell": 0.42, "renewal": 0.87}


class DealSimulator:
    """Turns the people whom sales qualified into opportunities, and customers into renewals."""

    def __init__(
        self,
        world: World,
        rng: random.Random,
        sf_ids: SalesforceIds,
        ids: Counter,
        people: PeopleSimulator,
    ) -> None:
        self.world, self.rng, self.sf_ids, self.ids, self.people = world, rng, sf_ids, ids, people
        self.sales = users_of(world, "営業部")
        self.wins: dict[str, list[date]] = {}
        self.crew: dict[str, list[Person]] = {}
        for person in world.people:
            self.crew.setdefault(person.account.account_id, []).append(person)

    def run(self) -> None:
        """Make all opportunities, then what customers pay for."""
        wanting = [person for person in self.world.people if person.wants_opportunity_at]
        wanting.sort(key=lambda person: (person.wants_opportunity_at, person.person_id))
        for person in wanting:
            if person.wants_opportunity_at is not None:
                self.from_person(person, person.wants_opportunity_at)
        self._customers()
        self.world.opportunities.sort(key=lambda item: (item.created_at, item.sf_id))

    # -- conversion ---------------------------------------------------------------

    def convert(self, person: Person, at: datetime, opportunity: Opportunity | None) -> Contact:
        """Convert the person's lead; their campaign rows gain the contact."""
        lead = person.leads[0]
        contact = self.people.new_contact(person, at, lead.email, lead.source_word)
        person.contacts.append(contact)
        lead.converted_at, lead.contact, lead.opportunity = at, contact, opportunity
        for member in person.members:
            if member.lead is lead:
                member.contact = contact
        for ma in person.ma:
            ma.contact = contact
        person.sql_at = min(at, person.sql_at or at)
        person.traps.add("lead_and_contact_one_person")
        if person.members:
            person.traps.add("member_row_lead_and_contact")
        return contact

    def from_person(self, person: Person, at: datetime) -> Opportunity:
        """Convert a qualified person into an opportunity of their account."""
        kind = "new_business"
        if self.is_customer(person.account, tokyo_date(at)):
            kind = self.rng.choice(("expansion", "cross_sell"))
        opportunity = self.new_opportunity(person.account, kind, at, person.leads[0].source_word)
        contact = self.convert(person, at, opportunity)
        opportunity.roles.append((person, contact, "Decision Maker", self.rng.random() < 0.85))
        person.opportunities.append(opportunity)
        campaigns = [member.campaign for member in person.members]
        if campaigns:
            opportunity.campaign = campaigns[0]
        self._committee(opportunity, person, at)
        return opportunity

    def is_customer(self, account: Account, day: date) -> bool:
        """Say whether the account has bought before that day."""
        won = self.wins.get(account.account_id, [])
        return account.is_legacy_customer or any(close <= day for close in won)

    def _committee(self, opportunity: Opportunity, person: Person, at: datetime) -> None:
        """Colleagues whom sales already knew join the buying committee."""
        known = [
            other
            for other in self.crew[person.account.account_id]
            if other is not person
            and other.lead_at < at - DAY
            and len(other.leads) == 1
            and not other.contacts
            and other.wants_opportunity_at is None
            and not other.traps & {"free_mail_people", "excluded_domain_people"}
            and other.leads[0].created_at < at - DAY
            and all(change.at < at for change in other.leads[0].history)
            and all(activity.at < at for activity in other.activities)
        ]
        if not known or self.rng.random() > 0.35:
            return
        other = self.rng.choice(known)
        joined = at + timedelta(minutes=self.rng.randrange(2, 25))
        contact = self.convert(other, joined, None)
        opportunity.roles.append((other, contact, self.rng.choice(ROLES[1:]), False))
        other.opportunities.append(opportunity)

    # -- one opportunity ------------------------------------------------------------

    def new_opportunity(
        self, account: Account, kind: str, at: datetime, source_word: str
    ) -> Opportunity:
        """Create an opportunity and play it to its end or to ``as_of``."""
        rng = self.rng
        account.is_landed = True
        word = rng.choice(TYPE_WORDS[kind])
        customer = self.is_customer(account, tokyo_date(at))
        if rng.random() < 0.05 and (
            kind == "new_business" or (kind == "expansion" and self._won_well_before(account, at))
        ):
            word = ""
        category = rng.choices(("SaaS", "導入支援", "ハードウェア"), (62, 24, 14))[0]
        size = account.employees**0.45
        yen = round(rng.lognormvariate(0, 0.6) * size * 120000, -4)
        currency = rng.choices(("JPY", "USD", "EUR"), (93, 5, 2))[0]
        amount = Decimal(int(max(150000, yen)))
        if currency != "JPY":
            amount = Decimal(int(max(1500, yen // 150)))
        opportunity = Opportunity(
            self.sf_ids.new("006"),
            account,
            f"{account.name} {category}{'' if customer else ' 新規'}案件",
            kind,
            word,
            amount,
            currency,
            category,
            account.owner,
            source_word,
            at,
            tokyo_date(at),
        )
        if not word:
            opportunity.traps.add("blank_opportunity_type")
        if currency != "JPY":
            opportunity.traps.add("foreign_currency")
        cycle = max(20, min(150, round(rng.lognormvariate(4.1, 0.45))))
        if kind == "renewal":
            cycle = rng.randrange(25, 60)
        self.play(opportunity, cycle, rng.random() < WIN_CHANCE[kind])
        self.world.opportunities.append(opportunity)
        return opportunity

    def _won_well_before(self, account: Account, at: datetime) -> bool:
        day = tokyo_date(at)
        return any(close < day - DAY for close in self.wins.get(account.account_id, []))

    def play(self, opportunity: Opportunity, cycle: int, wins: bool) -> None:
        """Walk the stages; what lies after ``as_of`` has not happened."""
        rng, world = self.rng, self.world
        close = tokyo_date(opportunity.created_at) + timedelta(days=cycle)
        while is_day_off(close):
            close += DAY
        opportunity.history = [(opportunity.created_at, OPEN_STAGES[0])]
        opportunity.stage = OPEN_STAGES[0]
        steps = sorted(rng.uniform(0.05, 0.9) for _ in OPEN_STAGES[1:])
        for share, stage in zip(steps, OPEN_STAGES[1:], strict=True):
            at = opportunity.created_at + timedelta(seconds=int(cycle * 86400 * share))
            at = next_working_instant(at, rng)
            if at >= world.end or tokyo_date(at) >= close:
                break
            opportunity.history.append((at, stage))
            opportunity.stage = stage
        opportunity.close_date = close
        if close > world.as_of:
            return
        at = min(
            tokyo_midnight(close) + timedelta(hours=10, seconds=rng.randrange(28000)), world.end
        )
        at = max(at, opportunity.history[-1][0] + timedelta(minutes=1))
        self.close(opportunity, at, wins)

    def close(self, opportunity: Opportunity, at: datetime, wins: bool) -> None:
        """Close an opportunity as won or lost."""
        opportunity.is_closed, opportunity.is_won = True, wins
        opportunity.stage = "Closed Won" if wins else "Closed Lost"
        opportunity.lost_reason = "" if wins else self.rng.choice(LOST_REASONS)
        opportunity.history.append((at, opportunity.stage))
        if wins:
            won = self.wins.setdefault(opportunity.account.account_id, [])
            won.append(opportunity.close_date)

    # -- customers --------------------------------------------------------------------

    def _customers(self) -> None:
        """Subscriptions of legacy and of new customers, with renewals and expansions."""
        world, rng = self.world, self.rng
        for account in world.accounts:
            if account.is_legacy_customer:
                start = add_months(world.first_day, -rng.randrange(1, 24))
                monthly = round(int(account.employees**0.45 * 9000), -3)
                self._subscribe(account, start, max(20000, monthly))
        won = [
            item
            for item in world.opportunities
            if item.is_won and item.kind == "new_business" and item.category == "SaaS"
        ]
        seen: set[str] = set()
        for item in sorted(won, key=lambda item: (item.close_date, item.sf_id)):
            if item.account.account_id in seen or item.amount is None:
                continue
            seen.add(item.account.account_id)
            yen = item.amount * (1 if item.currency == "JPY" else 150)
            monthly = max(10000, round(int(yen) // 12, -3))
            self._subscribe(item.account, add_months(item.close_date, 1), monthly)

    def _subscribe(self, account: Account, start: date, monthly: int) -> None:
        """Bill an account month by month: renewed yearly, expanded, reduced or lost."""
        world, rng = self.world, self.rng
        item_id = self.ids.new("si_")
        interval = rng.choices((1, 12), (70, 30))[0]
        valid_from, month = start, start
        while True:
            month = add_months(month, 1)
            if month > world.as_of:
                break
            anniversary = month.month == start.month
            if month < world.first_day:
                continue
            change = monthly
            if anniversary and not self._renewed(account, month, monthly):
                change = 0
            elif anniversary and rng.random() < 0.25:
                change = round(int(monthly * rng.choice((0.8, 1.1, 1.2, 1.3))), -3)
            elif not anniversary and rng.random() < 0.012:
                change = round(int(monthly * rng.choice((1.15, 1.25))), -3)
                self._expanded(account, month)
            if change != monthly:
                world.subscriptions.append(
                    SubscriptionRow(
                        item_id, account, valid_from, month, monthly, interval, change == 0
                    )
                )
                valid_from, monthly = month, change
            if change == 0:
                return
        if start <= world.as_of:
            world.subscriptions.append(
                SubscriptionRow(item_id, account, valid_from, None, monthly, interval, False)
            )

    def _renewed(self, account: Account, month: date, monthly: int) -> bool:
        """Run the renewal opportunity before the anniversary; say whether it was won."""
        rng = self.rng
        created_on = month_start(month) - timedelta(days=rng.randrange(75, 95))
        if created_on < self.world.first_day:
            return True
        opportunity = self._from_customer(account, "renewal", created_on)
        opportunity.amount = Decimal(monthly * 12)
        opportunity.currency, opportunity.category = "JPY", "SaaS"
        opportunity.traps.discard("foreign_currency")
        return opportunity.is_won or not opportunity.is_closed

    def _expanded(self, account: Account, month: date) -> None:
        created_on = month - timedelta(days=self.rng.randrange(60, 90))
        if created_on >= self.world.first_day:
            self._from_customer(account, "expansion", created_on)

    def _from_customer(self, account: Account, kind: str, day: date) -> Opportunity:
        rng = self.rng
        at = next_working_instant(instant_on(day, rng), rng)
        words = names.SOURCE_WORDS["existing_customer"]
        opportunity = self.new_opportunity(account, kind, at, rng.choice(words))
        people = [
            person
            for person in self.crew.get(account.account_id, [])
            if person.contacts and person.contacts[0].created_at < at
        ]
        if people:
            person = rng.choice(people)
            opportunity.roles.append((person, person.contacts[0], "User", rng.random() < 0.8))
            person.opportunities.append(opportunity)
        return opportunity
