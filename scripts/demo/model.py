"""What exists in the demo world: the truth, and the records that systems keep of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction


@dataclass(slots=True)
class User:
    """A colleague who owns or changes CRM records."""

    user_id: str
    name: str
    email: str
    role: str


@dataclass(slots=True)
class Account:
    """A company; ``is_landed`` says whether the CRM knows it."""

    account_id: str
    sf_id: str
    name: str
    stem: str
    domain: str
    industry: str
    industry_word: str
    employees: int
    region: str
    owner: User
    created_at: datetime
    is_landed: bool = False
    is_legacy_customer: bool = False
    is_in_hubspot: bool = False
    mrr_changes: list[tuple[date, int]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Give the account's number."""
        return int(self.account_id[1:])

    @property
    def ma_system(self) -> str:
        """Give the MA tool of the account's people: a subsidiary keeps its own."""
        return "generic" if self.number * 2654435761 % 2**32 % 5 == 0 else "hubspot"


@dataclass(slots=True)
class Campaign:
    """A CRM campaign, with the MA programme behind it where there is one."""

    sf_id: str
    name: str
    type_word: str
    channel: str
    start: date
    end: date
    cost: int
    budget: int
    program_id: str = ""
    utm_campaign: str = ""
    is_cost_counted: bool = True
    traps: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Utm:
    """Where a click said that it came from."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    content: str = ""
    term: str = ""


@dataclass(slots=True)
class StatusChange:
    """One row of the lead history's Status field."""

    at: datetime
    old: str
    new: str
    user: User


@dataclass(slots=True)
class Activity:
    """A logged task or calendar event of a colleague with a person."""

    sf_id: str
    kind: str
    subject: str
    user: User
    at: datetime
    is_completed: bool


@dataclass(slots=True)
class Lead:
    """A CRM lead."""

    sf_id: str
    created_at: datetime
    email: str
    source_word: str
    industry_word: str
    owner: User
    utm: Utm
    status: str = "New"
    reason: str = ""
    employees: str = ""
    history: list[StatusChange] = field(default_factory=list)
    converted_at: datetime | None = None
    contact: "Contact | None" = None
    opportunity: "Opportunity | None" = None
    is_deleted: bool = False
    master: "Lead | None" = None
    is_duplicated: bool = False


@dataclass(slots=True)
class Contact:
    """A CRM contact."""

    sf_id: str
    created_at: datetime
    email: str
    source_word: str
    account: Account
    owner: User
    is_deleted: bool = False


@dataclass(slots=True)
class MaPerson:
    """A person record of the marketing automation tool."""

    ma_id: str
    system: str
    number: int
    created_at: datetime
    email: str
    source_word: str
    industry_word: str
    utm: Utm
    visitor_id: str
    lead: Lead | None = None
    contact: Contact | None = None
    consent: str = "unknown"
    merged_into: "MaPerson | None" = None
    is_merge_audited: bool = False
    is_deleted: bool = False
    stages: list[tuple[datetime, str, str]] = field(default_factory=list)
    scores: list[tuple[datetime, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    """A submitted form; ``ma`` is absent where only the address is known.

    ``is_tagged`` says whether its page carries the parameters of the click.
    """

    form_id: str
    at: datetime
    channel: str
    form_type: str
    page_url: str
    utm: Utm
    visitor_id: str
    email: str
    ma: MaPerson | None
    is_tagged: bool = True


@dataclass(slots=True)
class Member:
    """A campaign membership; a response is known by its day only."""

    sf_id: str
    campaign: Campaign
    lead: Lead | None
    contact: Contact | None
    created_at: datetime
    responded_on: date | None
    status: str
    has_attended: bool = False
    satisfaction: int | None = None


@dataclass(slots=True)
class Person:
    """A human being who became known to the company."""

    person_id: str
    account: Account
    family: tuple[str, str]
    given: tuple[str, str]
    email: str
    title: str
    channel: str
    lead_at: datetime
    visitor_id: str
    device: str
    is_industry_known: bool = True
    leads: list[Lead] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    ma: list[MaPerson] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    email_clicks: list[tuple[datetime, int]] = field(default_factory=list)
    wants_opportunity_at: datetime | None = None
    mql_at: datetime | None = None
    mql_count: int = 0
    sal_at: datetime | None = None
    sql_at: datetime | None = None
    sessions: "list[Session]" = field(default_factory=list)
    opportunities: "list[Opportunity]" = field(default_factory=list)
    is_linkable: bool = True
    is_gone: bool = False
    traps: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Opportunity:
    """A deal."""

    sf_id: str
    account: Account
    name: str
    kind: str
    type_word: str
    amount: Decimal | None
    currency: str
    category: str
    owner: User
    source_word: str
    created_at: datetime
    close_date: date
    is_closed: bool = False
    is_won: bool = False
    stage: str = "Prospecting"
    history: list[tuple[datetime, str]] = field(default_factory=list)
    roles: list[tuple[Person, Contact, str, bool]] = field(default_factory=list)
    campaign: Campaign | None = None
    lost_reason: str = ""
    is_deleted: bool = False
    traps: set[str] = field(default_factory=set)


@dataclass(slots=True)
class AdRow:
    """One ad on one day: what the platform first said, and what it says now.

    A campaign without ads has empty group and ad.
    """

    platform: str
    account_id: str
    day: date
    channel: str
    campaign_id: str
    group_id: str
    ad_id: str
    campaign: str
    group: str
    ad: str
    utm: Utm
    impressions: int
    clicks: int
    cost: Decimal
    currency: str
    conversions: int
    first_cost: Decimal | None = None


@dataclass(slots=True)
class LedgerRow:
    """One line of the cost ledger."""

    cost_id: str
    month: date
    cost_type: str
    function: str
    channel: str
    amount: int
    is_in_ad_platform: bool


@dataclass(slots=True)
class SubscriptionRow:
    """One version of a subscription item."""

    item_id: str
    account: Account
    valid_from: date
    valid_to: date | None
    monthly: int
    interval_months: int
    is_ended: bool


@dataclass(slots=True)
class Session:
    """One web visit, known or anonymous: the plan, then what was measured of it.

    ``channel`` is what its own clicks say; ``seen_channel`` looks back where they say nothing.
    """

    visitor_id: str
    person_id: str
    at: datetime
    channel: str
    page: str
    device: str
    referrer: str
    utm: Utm
    query: str
    planned_pages: int
    planned_seconds: int
    has_consent: bool
    host: str
    user_id: str = ""
    user_id_from: str = ""
    exclusion: str = ""
    forms: list[Form] = field(default_factory=list)
    traps: set[str] = field(default_factory=set)
    visit_number: int = 0
    ended_at: datetime = datetime.min
    pageviews: int = 0
    event_count: int = 0
    engaged_ms: int = 0
    user_id_at: list[datetime] = field(default_factory=list)
    seen_channel: str = ""
    is_from_lookback: bool = False
    linked_person_id: str = ""


@dataclass(slots=True)
class EmailEvent:
    """Something that happened to a mail; a machine opens and clicks before anybody reads."""

    number: int
    ma: MaPerson
    kind: str
    at: datetime
    is_machine: bool


@dataclass(slots=True)
class World:
    """Everything that was simulated."""

    seed: int
    scale: float
    first_day: date
    as_of: date
    end: datetime
    users: list[User] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)
    ads: list[AdRow] = field(default_factory=list)
    ledger: list[LedgerRow] = field(default_factory=list)
    rates: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    subscriptions: list[SubscriptionRow] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    measured_visitors: set[str] = field(default_factory=set)
    linked_pairs: set[tuple[str, str]] = field(default_factory=set)
    email_events: list[EmailEvent] = field(default_factory=list)
    trap_instances: list[tuple[str, str, str]] = field(default_factory=list)

    def rate(self, currency: str, day: date) -> Fraction:
        """Give the yen for one unit: the day's rate or the latest of 7 days before."""
        if currency == "JPY":
            return Fraction(1)
        for back in range(8):
            known = self.rates.get((currency, date.fromordinal(day.toordinal() - back)))
            if known is not None:
                return Fraction(known)
        raise LookupError(f"the simulation quotes no {currency} for {day.isoformat()}")
