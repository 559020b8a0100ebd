"""Choose whom a data fault may hit: nobody and nothing that carries another one."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from .clock import instant_on, next_working_instant
from .deals import DealSimulator
from .ids import SalesforceIds
from .model import Account, Opportunity, Person, World
from .people import PeopleSimulator


def is_idle(person: Person) -> bool:
    """Say whether a person is one lead that nobody has worked."""
    return (
        len(person.leads) == 1
        and not person.contacts
        and not person.leads[0].history
        and not person.activities
        and person.mql_at is None
        and person.wants_opportunity_at is None
    )


def is_bare(person: Person) -> bool:
    """Say whether a person is one idle lead that nothing else has recorded."""
    return is_idle(person) and not (person.ma or person.forms or person.members)


class TrapTools:
    """Draws people, deals, accounts and days for the planters."""

    def __init__(
        self,
        world: World,
        rng: random.Random,
        sf_ids: SalesforceIds,
        people: PeopleSimulator,
        deals: DealSimulator,
    ) -> None:
        self.world, self.rng, self.sf_ids = world, rng, sf_ids
        self.people, self.deals = people, deals
        self.deal_counts: dict[str, int] = {}
        for item in world.opportunities:
            key = item.account.account_id
            self.deal_counts[key] = self.deal_counts.get(key, 0) + 1

    def _pick(self, trap: str, count: int, fits: Callable[[Person], bool]) -> list[Person]:
        pool = [
            person
            for person in self.world.people
            if fits(person) and not person.traps and not person.is_gone
        ]
        chosen = self.rng.sample(pool, min(count, len(pool)))
        for person in chosen:
            person.traps.add(trap)
        return chosen

    def _pick_deals(
        self, trap: str, count: int, fits: Callable[[Opportunity], bool]
    ) -> list[Opportunity]:
        """Choose the only deals of their accounts: changing them changes no other deal."""
        pool = [
            item
            for item in self.world.opportunities
            if not item.traps
            and item.kind == "new_business"
            and self.deal_counts[item.account.account_id] == 1
            and fits(item)
        ]
        chosen = self.rng.sample(pool, min(count, len(pool)))
        for item in chosen:
            item.traps.add(trap)
        return chosen

    def _dealless_accounts(self, count: int) -> list[Account]:
        pool = [
            account
            for account in self.world.accounts
            if account.account_id not in self.deal_counts and not account.is_legacy_customer
        ]
        return self.rng.sample(pool, min(count, len(pool)))

    def _new_deal(self, account: Account, at: datetime, source: str) -> Opportunity:
        item = self.deals.new_opportunity(account, "new_business", at, source)
        item.category = "導入支援"
        self.deal_counts[account.account_id] = 1
        return item

    def _some_day(self, margin: int) -> datetime:
        span = (self.world.as_of - self.world.first_day).days
        day = self.world.first_day + timedelta(days=self.rng.randrange(margin, span - margin))
        return next_working_instant(instant_on(day, self.rng), self.rng)
