"""Data faults in opportunities."""

from datetime import timedelta
from decimal import Decimal

from .clock import tokyo_date, tokyo_midnight
from .model import Opportunity, Person
from .trap_tools import TrapTools, is_idle


class DealTraps(TrapTools):
    """Plants the faults that concern deals, their money and their people."""

    def _several_leads(self, count: int) -> None:
        early = tokyo_midnight(self.world.first_day) + timedelta(days=60)

        def fits(item: Opportunity) -> bool:
            return len(item.roles) == 1 and item.created_at > early

        for item in self._pick_deals("several_leads_one_opportunity", count, fits):
            at = item.created_at - timedelta(days=self.rng.randrange(5, 50), hours=2)
            other = self.people.crm_person(item.account, "outbound", at)
            contact = self.deals.convert(other, item.created_at, item)
            item.roles.append((other, contact, "Influencer", False))
            other.opportunities.append(item)
            other.traps.add("several_leads_one_opportunity")

    def _without_people(self, count: int) -> None:
        for account in self._dealless_accounts(count):
            source = self.rng.choice(("Partner", "展示会", "テレアポ", ""))
            item = self._new_deal(account, self._some_day(10), source)
            item.traps.add("opportunity_without_people")

    def _before_first_touch(self, count: int) -> None:
        early = tokyo_midnight(self.world.first_day) + timedelta(days=30)
        late = self.world.end - timedelta(days=8)

        def fits(person: Person) -> bool:
            return (
                is_idle(person)
                and early < person.lead_at < late
                and person.account.account_id not in self.deal_counts
                and not person.account.is_legacy_customer
            )

        for person in self._pick("opportunity_before_first_touch", count, fits):
            if person.account.account_id in self.deal_counts:
                person.traps.discard("opportunity_before_first_touch")
                continue
            source = person.leads[0].source_word
            item = self._new_deal(person.account, person.lead_at - timedelta(days=10), source)
            item.traps.add("opportunity_before_first_touch")
            contact = self.deals.convert(person, person.lead_at + timedelta(days=5), None)
            item.roles.append((person, contact, "Decision Maker", True))
            person.opportunities.append(item)

    def _deleted_opportunity(self, count: int) -> None:
        for item in self._pick_deals(
            "deleted_opportunity",
            count,
            lambda item: bool(item.roles) and not (item.is_won and item.category == "SaaS"),
        ):
            item.is_deleted = True

    def _reopened(self, count: int) -> None:
        def fits(item: Opportunity) -> bool:
            if not item.is_closed or len(item.history) < 2:
                return False
            return item.history[-1][0] - item.history[-2][0] > timedelta(days=4)

        for number, item in enumerate(self._pick_deals("reopened_opportunity", count, fits)):
            end_at = item.history[-1][0]
            if number % 2 == 0 or (item.is_won and item.category == "SaaS"):
                closed = (end_at - timedelta(days=3), "Closed Lost")
                again = (end_at - timedelta(days=1), "Negotiation")
                item.history = [*item.history[:-1], closed, again, item.history[-1]]
                continue
            again_at = min(end_at + timedelta(days=2), self.world.end - timedelta(minutes=1))
            item.history.append((again_at, "Negotiation"))
            item.is_closed = item.is_won = False
            item.stage, item.lost_reason = "Negotiation", ""
            item.close_date = self.world.as_of + timedelta(days=30)

    def _negative_amount(self, count: int) -> None:
        def fits(item: Opportunity) -> bool:
            return item.is_closed and not item.is_won and item.currency == "JPY"

        for item in self._pick_deals("negative_amount", count, fits):
            item.amount = -(item.amount or Decimal(1))

    def _missing_amount(self, count: int) -> None:
        for item in self._pick_deals(
            "missing_amount", count, lambda item: item.category != "SaaS" or not item.is_won
        ):
            item.amount = None

    def _open_deals(self, trap: str, count: int) -> list[Opportunity]:
        """Choose open deals; make some where the market has too few."""
        limit = self.world.as_of - timedelta(days=20)

        def fits(item: Opportunity) -> bool:
            return not item.is_closed and tokyo_date(item.created_at) < limit

        chosen = self._pick_deals(trap, count, fits)
        for account in self._dealless_accounts(count - len(chosen)):
            at = tokyo_midnight(limit - timedelta(days=10)) + timedelta(hours=11)
            item = self._new_deal(account, at, "Partner")
            item.history, item.stage = item.history[:1], item.history[0][1]
            item.is_closed = item.is_won = False
            item.lost_reason = ""
            item.close_date = self.world.as_of + timedelta(days=40)
            item.traps.add(trap)
            chosen.append(item)
        return chosen

    def _future_close(self, count: int) -> None:
        for item in self._open_deals("future_close_on_closed", count):
            item.is_closed = item.is_won = True
            item.stage = "Closed Won"
            item.close_date = self.world.as_of + timedelta(days=20)
            last = max(item.history[-1][0], self.world.end - timedelta(hours=8))
            item.history.append((last + timedelta(minutes=1), "Closed Won"))

    def _past_close(self, count: int) -> None:
        for item in self._open_deals("past_close_on_open", count):
            item.close_date = self.world.as_of - timedelta(days=15)

    def _fx_gap(self, count: int) -> None:
        """Move a close to a Saturday and the deal to dollars: no rate of that very day."""
        limit = self.world.as_of - timedelta(days=8)

        def fits(item: Opportunity) -> bool:
            return item.is_closed and item.category != "SaaS" and item.close_date < limit

        for item in self._pick_deals("fx_gap", count, fits):
            item.close_date += timedelta(days=5 - item.close_date.weekday())
            at = tokyo_midnight(item.close_date) + timedelta(hours=13)
            item.history[-1] = (max(at, item.history[-1][0]), item.history[-1][1])
            item.currency = "USD"
            item.amount = Decimal(int((item.amount or Decimal(1)) // 150))
            item.traps.add("foreign_currency")

    def _older_version(self, count: int) -> None:
        def fits(item: Opportunity) -> bool:
            return len(item.roles) == 1 and item.roles[0][3]

        self._pick_deals("airbyte_older_version", count, fits)
