"""The way of a lead through the funnel: handed over, accepted, qualified, or not."""

from datetime import datetime, timedelta

from . import names
from .clock import (
    next_working_instant,
)
from .model import (
    Lead,
    Person,
)
from .records import DIGITAL, RecordWriter

MQL_CHANCE = {
    "paid_search": 0.40,
    "organic_search": 0.42,
    "direct": 0.40,
    "referral": 0.48,
    "event": 0.34,
    "webinar": 0.40,
    "email": 0.36,
    "paid_social": 0.26,
    "display": 0.16,
    "organic_social": 0.22,
    "partner": 0.25,
    "outbound": 0.12,
    "existing_customer": 0.0,
}


class JourneySimulator(RecordWriter):
    """Plays what marketing and sales do with a person."""

    def _journey(self, person: Person) -> None:
        rng, end = self.rng, self.world.end
        fits = person.account.industry in names.TARGET_INDUSTRIES
        chance = MQL_CHANCE[person.channel] * (1.0 if fits else 0.3)
        if "excluded_domain_people" in person.traps:
            chance = 0.02
        if rng.random() >= chance:
            self._without_mql(person, fits)
            return
        lag = (
            timedelta(minutes=30)
            if rng.random() < 0.25
            else timedelta(days=rng.expovariate(1 / 18))
        )
        mql_at = person.lead_at + timedelta(minutes=35) + lag
        mql_at = mql_at.replace(microsecond=0)
        if mql_at >= end - timedelta(hours=2):
            return
        crm_at = self._hand_over(person, mql_at)
        lead = person.leads[0]
        person.mql_count = 1
        if rng.random() < 0.24:
            self._not_accepted(person, lead, crm_at)
            return
        skips_sal = rng.random() < 0.03
        sal_at = crm_at + timedelta(minutes=30, seconds=round(rng.expovariate(1 / 90000)))
        sal_at = next_working_instant(sal_at, rng)
        if sal_at >= end - timedelta(hours=1):
            return
        if skips_sal:
            person.traps.add("skipped_stage")
        else:
            self._accept(person, lead, sal_at)
        if rng.random() >= 0.56:
            self._side_exit(lead, sal_at + timedelta(days=rng.uniform(2, 25)))
            return
        sql_at = sal_at + timedelta(days=2 + rng.expovariate(1 / 10))
        self._qualify(person, lead, next_working_instant(sql_at.replace(microsecond=0), rng))

    def _hand_over(self, person: Person, mql_at: datetime) -> datetime:
        """Record the MQL in the MA tool and, minutes later, in the CRM."""
        rng = self.rng
        if not person.leads:
            delay = timedelta(seconds=rng.randrange(20, 90))
            lead = self.new_lead(person, mql_at + delay, person.ma[0].utm)
            person.leads.append(lead)
            person.ma[0].lead = lead
        lead = person.leads[0]
        in_ma = bool(person.ma) and person.ma[0].created_at < mql_at and rng.random() < 0.92
        if in_ma:
            ma = person.ma[0]
            crm_at = mql_at + timedelta(seconds=rng.randrange(300, 5400))
            ma.stages += [(ma.created_at, "", "lead"), (mql_at, "lead", "mql")]
            ma.scores.append((mql_at, rng.randrange(72, 99), "behaviour"))
            person.mql_at = mql_at
        else:
            crm_at = max(mql_at, lead.created_at + timedelta(minutes=1))
            person.mql_at = crm_at
        self.change(lead, crm_at, "MQL", self.system if in_ma else rng.choice(self.marketing))
        return crm_at

    def _accept(self, person: Person, lead: Lead, at: datetime) -> None:
        """Sales takes the lead: by a logged call, by the status, or both."""
        rng, end = self.rng, self.world.end
        person.sal_at = at
        word = rng.choice(("Accepted", "Accepted", "営業対応中"))
        if rng.random() < 0.6:
            self.activity(person, lead.owner, at, True)
            if rng.random() < 0.8:
                moved = min(
                    at + timedelta(minutes=rng.randrange(3, 50)), end - timedelta(seconds=1)
                )
                self.change(lead, moved, word, lead.owner)
        else:
            self.change(lead, at, word, lead.owner)
        for _ in range(rng.randrange(3)):
            later = next_working_instant(at + timedelta(hours=rng.randrange(20, 200)), rng)
            if later < end:
                self.activity(person, lead.owner, later, True)

    def _not_accepted(self, person: Person, lead: Lead, crm_at: datetime) -> None:
        """Sales lets the lead lie, sends it back, or rules it out."""
        rng, end = self.rng, self.world.end
        at = next_working_instant(crm_at + timedelta(days=rng.randrange(2, 20)), rng)
        if at >= end:
            return
        chance = rng.random()
        if chance < 0.35:
            self.change(lead, at, rng.choice(("Disqualified", "失格")), rng.choice(self.inside))
            lead.reason = rng.choice(names.DISQUALIFY_REASONS)
        elif chance < 0.75:
            self._recycle(person, lead, at)

    def _recycle(self, person: Person, lead: Lead, at: datetime) -> None:
        rng, end = self.rng, self.world.end
        ma = person.ma[0] if person.ma and len(person.ma[0].stages) > 1 else None
        self.change(lead, at, "Recycled", rng.choice(self.inside))
        if ma is not None:
            ma.stages.append((at + timedelta(minutes=5), "mql", "recycled"))
        again = at + timedelta(days=rng.randrange(30, 150), seconds=rng.randrange(80000))
        if rng.random() < 0.5 or again >= end - timedelta(days=10):
            return
        person.mql_count = 2
        person.traps.add("recycled_second_mql")
        if ma is not None:
            ma.stages.append((again, "recycled", "mql"))
        crm_at = again + timedelta(minutes=rng.randrange(5, 90))
        self.change(lead, crm_at, "MQL", self.system)
        accepted = next_working_instant(crm_at + timedelta(hours=rng.randrange(1, 60)), rng)
        if rng.random() < 0.6 and accepted < end:
            self._accept(person, lead, accepted)

    def _side_exit(self, lead: Lead, at: datetime) -> None:
        rng = self.rng
        at = next_working_instant(at.replace(microsecond=0), rng)
        at = max([at, *(change.at + timedelta(minutes=1) for change in lead.history)])
        if at >= self.world.end or rng.random() < 0.4:
            return
        if rng.random() < 0.6:
            self.change(lead, at, rng.choice(("Disqualified", "失格")), lead.owner)
            lead.reason = rng.choice(names.DISQUALIFY_REASONS)
        else:
            self.change(lead, at, "Recycled", lead.owner)

    def _qualify(self, person: Person, lead: Lead, at: datetime) -> None:
        """Sales judges the lead worth an opportunity."""
        rng = self.rng
        at = max([at, *(change.at + timedelta(minutes=1) for change in lead.history)])
        if at >= self.world.end - timedelta(hours=1):
            return
        if rng.random() < 0.94:
            self.change(lead, at, "SQL", lead.owner)
            person.sql_at = at
            if rng.random() < 0.16:
                return
            wait = (
                timedelta(minutes=10) if rng.random() < 0.5 else timedelta(days=rng.uniform(1, 12))
            )
        else:
            wait = timedelta(0)
        wanted = (at + wait).replace(microsecond=0)
        wanted = next_working_instant(wanted, rng)
        if wanted < self.world.end - timedelta(minutes=30):
            person.wants_opportunity_at = wanted

    def _without_mql(self, person: Person, fits: bool) -> None:
        """Leads that sales works without marketing's hand-over, or that nobody works."""
        rng = self.rng
        if not person.leads or person.channel in (*DIGITAL, "event", "webinar"):
            return
        lead = person.leads[0]
        at = next_working_instant(person.lead_at + timedelta(hours=rng.randrange(2, 90)), rng)
        if at >= self.world.end - timedelta(hours=2) or rng.random() < 0.4:
            return
        self.activity(person, lead.owner, at, True)
        chance = rng.random()
        if chance < (0.30 if fits else 0.12):
            person.traps.add("skipped_stage")
            accepted = at + timedelta(minutes=rng.randrange(5, 60))
            person.sal_at = accepted
            self.change(lead, accepted, "Accepted", lead.owner)
            if rng.random() < 0.45:
                later = accepted + timedelta(days=rng.randrange(2, 20))
                self._qualify(person, lead, next_working_instant(later, rng))
        elif chance < 0.5:
            self.change(lead, at + timedelta(hours=1), "Disqualified", lead.owner)
            lead.reason = rng.choice(names.DISQUALIFY_REASONS)
