"""Data faults in the records of people."""

from collections.abc import Callable
from datetime import datetime, timedelta

from . import names
from .clock import add_months, tokyo_midnight
from .company import users_of
from .model import Contact, Form, Lead, MaPerson, Person
from .records import DIGITAL, utm_for
from .trap_tools import TrapTools, is_bare, is_idle
from .web import has_web_consent, is_client_id_kept

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
UNKNOWN_SOURCE = "まるごとDX比較"
UNKNOWN_STATUS = "ナーチャ中"


class PeopleTraps(TrapTools):
    """Plants the faults that concern leads, contacts, MA people and touches."""

    def _old_touch(self, count: int) -> None:
        first = tokyo_midnight(self.world.first_day)
        shift_to = timedelta(days=400)

        def fits(person: Person) -> bool:
            deals = [item for item in person.opportunities if not item.traps]
            return (
                person.traps <= {"lead_and_contact_one_person"}
                and person.channel in DIGITAL
                and len(person.forms) == 1
                and not person.members
                and len(deals) == 1
                and deals[0].kind == "new_business"
                and deals[0].created_at - shift_to > first
                and person.mql_at is not None
                and person.leads[0].opportunity is deals[0]
            )

        pool = [person for person in self.world.people if fits(person)]
        for person in self.rng.sample(pool, min(count, len(pool))):
            person.traps.add("touch_outside_sourcing_window")
            person.opportunities[0].traps.add("touch_outside_sourcing_window")
            back = person.lead_at - (person.opportunities[0].created_at - shift_to)
            if back > timedelta(0):
                self._move_back(person, back)
            records: list[Lead | Contact | MaPerson] = [*person.leads, *person.contacts, *person.ma]
            for record in records:
                record.source_word = "Referral"
            person.opportunities[0].source_word = "Referral"

    def _move_back(self, person: Person, back: timedelta) -> None:
        """Let a person become known earlier; the later way through the funnel stays."""
        person.lead_at -= back
        for form in person.forms:
            form.at -= back
        for ma in person.ma:
            old = ma.created_at
            ma.created_at -= back
            ma.stages = [(ma.created_at if at == old else at, a, b) for at, a, b in ma.stages]
            ma.scores = [(ma.created_at if at == old else at, s, w) for at, s, w in ma.scores]
        if not person.ma or person.leads[0].created_at < person.lead_at + back + timedelta(hours=1):
            person.leads[0].created_at -= back

    def _two_leads_one_contact(self, count: int) -> None:
        def fits(person: Person) -> bool:
            lead = person.leads[0] if person.leads else None
            return (
                person.traps <= {"lead_and_contact_one_person"}
                and lead is not None
                and lead.converted_at is not None
                and lead.converted_at - lead.created_at > timedelta(days=3)
            )

        pool = [person for person in self.world.people if fits(person)]
        for person in self.rng.sample(pool, min(count, len(pool))):
            person.traps.add("two_leads_one_contact")
            first = person.leads[0]
            if first.converted_at is None:
                continue
            second = self.people.new_lead(person, first.created_at + timedelta(days=1))
            local, _, domain = person.email.partition("@")
            second.email = f"{local}-alt@{domain}"
            second.source_word = first.source_word
            second.converted_at, second.contact = first.converted_at, first.contact
            person.leads.append(second)

    def _contact_mql(self, count: int) -> None:
        accounts = [account for account in self.world.accounts if account.is_landed]
        for account in self.rng.sample(accounts, count):
            person = self.people.event_contact(account)
            ma = person.ma[0]
            mql_at = person.lead_at + timedelta(days=self.rng.randrange(1, 9), minutes=13)
            if mql_at < self.world.end:
                ma.stages += [(ma.created_at, "", "lead"), (mql_at, "lead", "mql")]
                ma.scores.append((mql_at, 81, "behaviour"))
                person.mql_at, person.mql_count = mql_at, 1
            person.traps.add("mql_on_contact_only")

    def _regression(self, count: int) -> None:
        def fits(person: Person) -> bool:
            lead = person.leads[0] if person.leads else None
            return (
                lead is not None
                and lead.converted_at is None
                and person.wants_opportunity_at is None
                and lead.status in ("SQL", "Accepted", "営業対応中")
                and lead.history[-1].at + timedelta(days=3) < self.world.end
            )

        for person in self._pick("regression", count, fits):
            lead = person.leads[0]
            back = "Accepted" if lead.status == "SQL" else "New"
            self.people.change(lead, lead.history[-1].at + timedelta(days=2), back, lead.owner)

    def _marketing_task(self, count: int) -> None:
        end = self.world.end - timedelta(days=2)

        def fits(person: Person) -> bool:
            return (
                person.mql_at is not None
                and person.mql_at < end
                and person.sal_at is None
                and bool(person.leads)
                and not person.activities
            )

        marketing = users_of(self.world, "Marketing")
        for person in self._pick("marketing_task_is_no_sal", count, fits):
            at = (person.mql_at or person.lead_at) + timedelta(days=1)
            self.people.activity(person, self.rng.choice(marketing), at, True)

    def _unlinkable(self, count: int) -> None:
        def fits(person: Person) -> bool:
            return is_idle(person) and person.channel in DIGITAL and len(person.ma) == 1

        for person in self._pick("unlinkable_person", count, fits):
            person.is_linkable = False
            ma = person.ma[0]
            ma.email = f"private.{person.person_id.lower()}.demo@gmail.com"
            ma.lead = None
            for form in person.forms:
                form.email = ma.email

    def _spelled(self, trap: str, count: int, spell: Callable[[str], str]) -> None:
        def fits(person: Person) -> bool:
            return is_idle(person) and len(person.ma) == 1

        for person in self._pick(trap, count, fits):
            person.leads[0].email = spell(person.email)
            person.ma[0].lead = None

    def _full_width(self, count: int) -> None:
        self._spelled("full_width_email", count, lambda email: email.translate(WIDE))

    def _upper_case(self, count: int) -> None:
        self._spelled("upper_case_email", count, lambda email: f" {email.upper()} \u3000")

    def _merged_chain(self, count: int) -> None:
        end = self.world.end - timedelta(days=6)
        for person in self._pick(
            "merged_lead_chain", count, lambda person: is_bare(person) and person.lead_at < end
        ):
            survivor = person.leads[0]
            chain: list[Lead] = []
            for days in (0, 1):
                lead = self.people.new_lead(person, person.lead_at + timedelta(days=days))
                lead.source_word, lead.is_deleted = survivor.source_word, True
                chain.append(lead)
            survivor.created_at = person.lead_at + timedelta(days=3)
            chain[0].master, chain[1].master = chain[1], survivor
            person.mql_at = chain[1].created_at + timedelta(hours=1)
            person.mql_count = 1
            self.people.change(chain[1], person.mql_at, "MQL", self.people.marketing[0])
            person.leads += chain

    def _hubspot_people(self, trap: str, count: int) -> list[Person]:
        """Choose people with one HubSpot contact that nobody has worked."""
        end = self.world.end - timedelta(days=25)

        def fits(person: Person) -> bool:
            return (
                is_idle(person)
                and len(person.ma) == 1
                and person.ma[0].system == "hubspot"
                and person.ma[0].created_at == person.lead_at < end
                and person.channel in DIGITAL
            )

        return self._pick(trap, count, fits)

    def _merged_contacts(self, trap: str, count: int, is_audited: bool) -> None:
        """Merge contacts A and B into C: the first date and the form are A's, the rest C's."""
        for person in self._hubspot_people(trap, count):
            survivor = person.ma[0]
            chain: list[MaPerson] = []
            for number in (1, 2):
                local, _, domain = person.email.partition("@")
                at = person.lead_at + timedelta(days=number - 1)
                other = self.people.new_ma(person, at, survivor.utm)
                other.email, other.lead = f"{local}.old{number}@{domain}", None
                other.source_word, other.visitor_id = survivor.source_word, ""
                other.is_deleted = True
                chain.append(other)
            survivor.created_at = person.lead_at + timedelta(days=3)
            survivor.scores = [(max(at, survivor.created_at), s, w) for at, s, w in survivor.scores]
            chain[0].merged_into, chain[1].merged_into = chain[1], survivor
            chain[0].is_merge_audited = is_audited
            for form in person.forms:
                if form.at < survivor.created_at:
                    form.ma = chain[0]

    def _merge_list(self, count: int) -> None:
        self._merged_contacts("merged_contact_list", count, False)

    def _merge_chain(self, count: int) -> None:
        self._merged_contacts("merged_contact_chain", count, True)

    def _duplicate_contact(self, count: int) -> None:
        for person in self._hubspot_people("duplicate_contact", count):
            at = person.lead_at + timedelta(days=20)
            other = self.people.new_ma(person, at, person.ma[0].utm)
            other.email, other.visitor_id = f" {person.email.upper()}", ""
            other.lead = None

    def _deleted_contact(self, count: int) -> None:
        for person in self._hubspot_people("deleted_contact", count):
            at = person.lead_at - timedelta(days=9)
            other = self.people.new_ma(person, at, person.ma[0].utm)
            other.is_deleted, other.lead, other.visitor_id = True, None, ""

    def _visitors(self, count: int, fits: Callable[[Person], bool]) -> list[Person]:
        """Choose people who came over the site, sent a form there and are known by their id."""
        end = self.world.end - timedelta(days=10)

        def is_visitor(person: Person) -> bool:
            return (
                person.channel in DIGITAL
                and person.lead_at < end
                and not person.traps
                and not person.is_gone
                and len(person.ma) == 1
                and is_client_id_kept(person.ma[0])
                and bool(person.forms)
                and person.forms[0].ma is person.ma[0]
                and has_web_consent(person.visitor_id)
                and fits(person)
            )

        pool = [person for person in self.world.people if is_visitor(person)]
        return self.rng.sample(pool, min(count, len(pool)))

    def _give_device(self, person: Person, visitor: str) -> None:
        person.visitor_id = visitor
        records: list[MaPerson | Form] = [*person.ma, *person.forms]
        for record in records:
            record.visitor_id = visitor

    def _shared_device(self, count: int) -> None:
        """Let two people fill in forms on one device, the second one days after the first."""
        chosen = self._visitors(2 * count, lambda person: person.channel != "direct")
        chosen.sort(key=lambda person: (person.lead_at, person.person_id))
        half = len(chosen) // 2
        for first, second in zip(chosen[:half], chosen[half:], strict=False):
            if second.lead_at > first.lead_at + timedelta(days=3):
                self._give_device(second, first.visitor_id)
                for person in (first, second):
                    person.traps.add("shared_device")

    def _kiosk(self, count: int) -> None:
        """Let seven people fill in forms on one tablet."""
        for _ in range(count):
            chosen = self._visitors(7, lambda person: True)
            for person in chosen:
                self._give_device(person, chosen[0].visitor_id)
            for person in chosen:
                person.traps.add("kiosk")

    def _two_devices(self, count: int) -> None:
        for person in self._visitors(count, lambda person: person.ma[0].system == "hubspot"):
            person.traps.add("two_devices")

    def _visit_before_backfill(self, count: int) -> None:
        first = tokyo_midnight(self.world.first_day) + timedelta(days=410)
        for person in self._visitors(count, lambda person: person.lead_at > first):
            person.traps.add("visit_before_backfill")

    def _deleted_lead(self, count: int) -> None:
        for person in self._pick("deleted_lead", count, is_bare):
            person.leads[0].is_deleted = True
            person.is_gone = True

    def _set_email(self, person: Person, email: str) -> None:
        person.email = email
        records: list[Lead | Contact | MaPerson | Form] = [*person.leads, *person.contacts]
        for record in [*records, *person.ma, *person.forms]:
            record.email = email

    def _without_email(self, count: int) -> None:
        for person in self._pick("person_without_email", count, is_bare):
            self._set_email(person, "")

    def _unmapped_source(self, count: int) -> None:
        for person in self._pick("unmapped_lead_source", count, is_bare):
            person.leads[0].source_word = UNKNOWN_SOURCE

    def _wrong_source(self, count: int) -> None:
        for person in self._pick("wrong_lead_source_no_touch", count, is_bare):
            person.leads[0].source_word = "Web"

    def _yen_midnight(self, count: int) -> None:
        years = [
            month.year
            for number in range(30)
            if (month := add_months(self.world.first_day, number)).month == 3
        ]
        for person in self._pick("yen_midnight", count, is_bare):
            person.lead_at = datetime(self.rng.choice(years), 3, 31, 15, 30)
            person.leads[0].created_at = person.lead_at

    def _late_touch(self, count: int) -> None:
        end = self.world.end - timedelta(days=4)

        def fits(person: Person) -> bool:
            return is_bare(person) and person.channel == "outbound" and person.lead_at < end

        for person in self._pick("late_touch_after_lead", count, fits):
            utm = utm_for("paid_search", self.rng)
            at = person.lead_at + timedelta(days=3)
            self.people.new_form(person, at, "paid_search", utm, None)

    def _unmapped_status(self, count: int) -> None:
        end = self.world.end - timedelta(days=2)
        for person in self._pick(
            "unmapped_status", count, lambda person: is_idle(person) and person.lead_at < end
        ):
            lead = person.leads[0]
            self.people.change(
                lead, lead.created_at + timedelta(days=1), UNKNOWN_STATUS, lead.owner
            )

    def _internal(self, count: int) -> None:
        for person in self._pick("internal_test_people", count, is_idle):
            local = person.email.partition("@")[0]
            self._set_email(person, f"{local}.{person.person_id[1:]}@{names.OWN_DOMAIN}")

    def _subdomain(self, count: int) -> None:
        for person in self._pick(
            "subdomain_and_co_jp",
            count,
            lambda person: is_idle(person) and person.account.domain.endswith(".co.jp"),
        ):
            local, _, domain = person.email.partition("@")
            self._set_email(person, f"{local}@mail.{domain}")
            person.account.is_landed = True

    def _namesakes(self, count: int) -> None:
        for person in self._pick("same_name_different_people", count, is_idle):
            other = self.people.crm_person(person.account, "partner", self._some_day(5))
            other.family, other.given = person.family, person.given
            other.traps.add("same_name_different_people")

    def _quarantined(self, count: int) -> None:
        for person in self._pick("quarantined_value", count, is_idle):
            person.leads[0].employees = "約300名"

    def _duplicate(self, count: int) -> None:
        for person in self._pick("duplicate_row", count, is_idle):
            person.leads[0].is_duplicated = True

    def _shared_account(self, count: int) -> None:
        by_account: dict[str, list[Person]] = {}
        for person in self.world.people:
            if person.contacts and not person.is_gone:
                by_account.setdefault(person.account.account_id, []).append(person)
        pairs = [people[:2] for _, people in sorted(by_account.items()) if len(people) > 1]
        for pair in self.rng.sample(pairs, min(count, len(pairs))):
            for person in pair:
                person.traps.add("account_shared_by_two_people")
