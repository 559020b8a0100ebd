"""The dictionary's rules, applied to the records that the demo lands.

Truth files state what the simulation knows; these rules say what follows from it for
opportunities, and they check the simulation against its own records.
"""

from datetime import datetime, timedelta

from . import names
from .clock import tokyo_date, tokyo_midnight
from .model import Contact, Form, Lead, MaPerson, Opportunity, Person, World

# HubSpot knows a few kinds of traffic; the company reads the vague ones as its usual ones.
ANALYTICS_SOURCES = {
    "paid_search": "PAID_SEARCH",
    "paid_social": "PAID_SOCIAL",
    "display": "OTHER_CAMPAIGNS",
    "organic_search": "ORGANIC_SEARCH",
    "organic_social": "SOCIAL_MEDIA",
    "email": "EMAIL_MARKETING",
    "direct": "DIRECT_TRAFFIC",
    "referral": "REFERRALS",
    "event": "OFFLINE",
}
SOURCE_CHANNELS = {word: channel for channel, word in ANALYTICS_SOURCES.items()}
UNASSIGNED = "(unassigned)"
UNMAPPED = "(unmapped)"
SOURCING_WINDOW = timedelta(days=365)
TOUCH_GRACE = timedelta(hours=24)


def live_leads(person: Person) -> list[Lead]:
    """List the person's leads that count: merged-away ones do, deleted ones do not."""
    return [lead for lead in person.leads if not lead.is_deleted or lead.master is not None]


def analytics_source(word: str) -> str:
    """Spell a source as HubSpot does; what did not come over the web is OFFLINE."""
    return ANALYTICS_SOURCES.get(names.WORD_CHANNEL.get(word, ""), "OFFLINE")


def source_channel(record: Lead | Contact | MaPerson) -> str:
    """Give the channel that a record's landed source word is mapped to; nothing without a word."""
    if not record.source_word:
        return ""
    if isinstance(record, MaPerson) and record.system == "hubspot":
        return SOURCE_CHANNELS[analytics_source(record.source_word)]
    return names.WORD_CHANNEL.get(record.source_word, UNMAPPED)


def records_of(person: Person) -> list[Lead | Contact | MaPerson]:
    """List all records that make the person, oldest first."""
    ma = [item for item in person.ma if not item.is_deleted or item.merged_into is not None]
    records: list[Lead | Contact | MaPerson] = [*live_leads(person), *person.contacts, *ma]
    return sorted(records, key=lambda record: (record.created_at, record.source_word))


def first_opportunity(person: Person) -> Opportunity | None:
    """Give the person's first new-business opportunity."""
    known = [
        item for item in person.opportunities if item.kind == "new_business" and not item.is_deleted
    ]
    return min(known, key=lambda item: (item.created_at, item.sf_id)) if known else None


def form_channel(form: Form) -> str:
    """Give the channel that a form's page says: without tags it looks like a direct one."""
    return form.channel if form.is_tagged else "direct"


def landed_touches(person: Person) -> list[tuple[datetime, str]]:
    """List the touches that the landed files tell of, in order of time."""
    touches = [(form.at, form_channel(form)) for form in person.forms]
    touches += [(item.at, item.seen_channel) for item in person.sessions if not item.exclusion]
    touches += [(at, "email") for at, _ in person.email_clicks]
    for member in person.members:
        if member.responded_on is not None:
            touches.append((tokyo_midnight(member.responded_on), member.campaign.channel))
    return sorted(touches)


def channel_of(person: Person, before: datetime | None = None) -> str:
    """Give the person's channel, or the one that an opportunity created then takes."""
    latest = person.lead_at + TOUCH_GRACE
    for at, channel in landed_touches(person):
        inside = before is None or before - SOURCING_WINDOW <= at <= before
        if at <= latest and inside:
            return channel
    for record in records_of(person):
        if channel := source_channel(record):
            return channel
    return UNASSIGNED


def sourcing_person(opportunity: Opportunity, people: list[Person]) -> Person | None:
    """Give the person whose lead became the opportunity, else by contact role."""
    leads = [
        (lead.created_at, lead.sf_id, person)
        for person in people
        for lead in person.leads
        if lead.opportunity is opportunity
    ]
    if leads:
        return min(leads, key=lambda row: row[:2])[2]
    primary = [person for person, _, _, is_primary in opportunity.roles if is_primary]
    if primary:
        return primary[0]
    touched = [
        (touches[0][0], person.person_id, person)
        for person, _, _, _ in opportunity.roles
        if (touches := landed_touches(person))
    ]
    if touched:
        return min(touched, key=lambda row: row[:2])[2]
    return opportunity.roles[0][0] if opportunity.roles else None


def opportunity_channel(opportunity: Opportunity, person: Person | None) -> str:
    """Give the channel of an opportunity."""
    if person is not None:
        return channel_of(person, opportunity.created_at)
    if not opportunity.source_word:
        return UNASSIGNED
    return names.WORD_CHANNEL.get(opportunity.source_word, UNMAPPED)


def people_by_opportunity(world: World) -> dict[str, list[Person]]:
    """Index the people of every opportunity by its id."""
    index: dict[str, list[Person]] = {}
    for person in world.people:
        linked = [lead.opportunity for lead in person.leads if lead.opportunity is not None]
        for opportunity in linked:
            index.setdefault(opportunity.sf_id, []).append(person)
    for opportunity in world.opportunities:
        known = index.setdefault(opportunity.sf_id, [])
        known += [person for person, _, _, _ in opportunity.roles if person not in known]
    return index


def person_industry(person: Person) -> str:
    """Give the canonical industry that the records let one know, or nothing."""
    words = [lead.industry_word for lead in live_leads(person)]
    if any([*words, *(ma.industry_word for ma in person.ma)]):
        return person.account.industry
    if person.contacts and person.contacts[0].account.is_landed:
        return person.account.industry
    domain = person.email.rpartition("@")[2]
    company = person.account.domain
    is_known = person.account.is_landed or person.account.is_in_hubspot
    if is_known and (domain == company or domain.endswith("." + company)):
        return person.account.industry
    return ""


def is_valid_lead(person: Person) -> bool:
    """Say whether the person fits the target profile and has no excluded address."""
    excluded = {domain for domain, _, _ in names.excluded_domains()}
    domain = person.email.rpartition("@")[2]
    return person_industry(person) in names.TARGET_INDUSTRIES and domain not in excluded


def closed_by(opportunity: Opportunity, world: World) -> bool:
    """Say whether the opportunity is closed as of the world's last day."""
    return opportunity.is_closed and opportunity.close_date <= world.as_of


def lead_date_text(person: Person) -> str:
    """Give the Tokyo day on which the person became a lead."""
    return tokyo_date(person.lead_at).isoformat()
