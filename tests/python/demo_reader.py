"""Work out people and deals from the demo's landed files alone, by the dictionary's rules.

An independent second reading: it shares no code with the generator, so that a truth file
that does not follow from the landed files is found without a warehouse.
"""

import csv
import gzip
import json
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

HOUR = timedelta(hours=1)
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Read a table that is a CSV file, a compressed one or a folder of parts."""
    if path.is_dir():
        return [row for part in sorted(path.iterdir()) for row in read(part)]
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def instant(text: str) -> datetime:
    """Read a timestamp as naive UTC; one without an offset is UTC already."""
    value = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if value.tzinfo is None:
        return value
    return value.replace(tzinfo=None) - (value.utcoffset() or timedelta())


def normal_email(text: str) -> str:
    """Fold case, width and surrounding space."""
    return unicodedata.normalize("NFKC", text).strip().lower()


@dataclass
class Known:
    """What the records of one person say."""

    created: list[tuple[datetime, str]] = field(default_factory=list)
    mql: list[datetime] = field(default_factory=list)
    accepted: list[datetime] = field(default_factory=list)
    worked: list[datetime] = field(default_factory=list)
    sql: list[datetime] = field(default_factory=list)
    touches: list[tuple[datetime, str]] = field(default_factory=list)
    deals: set[str] = field(default_factory=set)

    @property
    def lead_at(self) -> datetime:
        """Give the first time that the person existed anywhere."""
        return min(at for at, _ in self.created)

    @property
    def mql_at(self) -> datetime | None:
        """Give the first hand-over."""
        return min(self.mql, default=None)

    @property
    def sal_at(self) -> datetime | None:
        """Give the first acceptance by status or by work after the hand-over."""
        mql_at = self.mql_at
        worked = [at for at in self.worked if mql_at is not None and at >= mql_at]
        return min([*self.accepted, *worked], default=None)

    @property
    def sql_at(self) -> datetime | None:
        """Give the first judgement by sales."""
        return min(self.sql, default=None)


class DemoReader:
    """Reads one demo folder."""

    def __init__(self, folder: Path) -> None:
        self.sf, self.generic = folder / "salesforce", folder / "generic"
        self.hubspot = folder / "hubspot"
        mapping = read(folder / "mapping" / "lead_sources.csv")
        self.channels = {
            (row["source_system"], row["source_value"]): row["channel"] for row in mapping
        }
        stages = read(folder / "mapping" / "lead_stages.csv")
        self.stages = {(row["source_system"], row["source_value"]): row["stage"] for row in stages}
        leads = {row["id"]: row for row in read(self.sf / "lead")}
        self.leads = {
            key: row
            for key, row in leads.items()
            if row["is_deleted"] == "false" or row["master_record_id"]
        }
        self.contacts = {row["id"]: row for row in read(self.sf / "contact.csv")}
        self.ma = {row["ma_person_id"]: row for row in read(self.generic / "ma_people.csv")}
        self.mergers: list[tuple[str, str]] = []
        self.hubspot_contacts = self._hubspot_contacts()
        self.ma |= self.hubspot_contacts
        self.deals = {
            row["id"]: row
            for row in read(self.sf / "opportunity.csv")
            if row["is_deleted"] == "false"
        }
        self.parent: dict[str, str] = {}
        self._link()
        self.people: dict[str, Known] = defaultdict(Known)
        self._records()
        self._evidence()
        self._touches()

    def _hubspot_contacts(self) -> dict[str, Row]:
        """Read HubSpot's contacts under the names of the generic file; the deleted are gone."""
        rows = {row["id"]: row for row in read(self.hubspot / "contact.csv")}
        for row in read(self.hubspot / "contact_merge_audit.csv"):
            self.mergers.append((row["vid_to_merge"], row["canonical_vid"]))
        for key, row in rows.items():
            for merged in filter(None, row["property_hs_merged_object_ids"].split(";")):
                self.mergers.append((merged, key))
        merged_away = {merged for merged, _ in self.mergers}
        return {
            key: {
                "email": row["property_email"],
                "crm_lead_id": row["property_salesforceleadid"],
                "crm_contact_id": row["property_salesforcecontactid"],
                "created_at": row["property_createdate"],
                "original_source": row["property_hs_analytics_source"],
                "industry": row["property_industry"],
                "company": row["property_associatedcompanyid"],
                "visitor_id": row["property_ga_client_id"].removeprefix("GA1.2."),
            }
            for key, row in rows.items()
            if row["_fivetran_deleted"] == "false" or key in merged_away
        }

    # -- identity ---------------------------------------------------------------

    def find(self, key: str) -> str:
        """Give the representative record of a record's person."""
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def holds(self, key: str) -> bool:
        """Say whether a record is there: landed, and not deleted for good."""
        return any(key in table for table in (self.leads, self.contacts, self.ma))

    def _union(self, left: str, right: str) -> None:
        self.parent[self.find(left)] = self.find(right)

    def _link(self) -> None:
        short = {key[:15]: key for key in [*self.leads, *self.contacts]}
        for table in (self.leads, self.contacts, self.ma):
            for key, row in table.items():
                self.find(key)
                if normal_email(row["email"]):
                    self._union(key, "mail:" + normal_email(row["email"]))
        for key, row in self.leads.items():
            for column in ("converted_contact_id", "master_record_id"):
                if row[column]:
                    self._union(key, row[column])
        for merged, survivor in self.mergers:
            self._union(merged, survivor)
        for key, row in self.ma.items():
            for column in ("crm_lead_id", "crm_contact_id"):
                if row[column]:
                    self._union(key, short[row[column][:15]])

    def person(self, key: str) -> Known:
        """Give what is known of the person who owns a record."""
        return self.people[self.find(key)]

    # -- evidence ---------------------------------------------------------------

    def _records(self) -> None:
        for key, row in self.leads.items():
            known = self.person(key)
            word = self._channel_of_word("salesforce", row["lead_source"])
            known.created.append((instant(row["created_date"]), word))
            if row["converted_date"]:
                known.sql.append(instant(row["converted_date"]))
            if row["converted_opportunity_id"]:
                known.deals.add(row["converted_opportunity_id"])
        for key, row in self.contacts.items():
            at = instant(row["created_date"])
            word = self._channel_of_word("salesforce", row["lead_source"])
            self.person(key).created.append((at, word))
        for key, row in self.ma.items():
            at = instant(row["created_at"])
            system = "hubspot" if key in self.hubspot_contacts else "generic"
            word = self._channel_of_word(system, row["original_source"])
            self.person(key).created.append((at, word))
        with (self.sf / "opportunity_contact_role.jsonl").open(encoding="utf-8") as stream:
            self.roles = [json.loads(line) for line in stream]
        newest: dict[str, dict[str, object]] = {}
        for row in sorted(self.roles, key=lambda row: str(row["_airbyte_extracted_at"])):
            newest[row["Id"]] = row
        self.roles = list(newest.values())
        for row in self.roles:
            self.person(str(row["ContactId"])).deals.add(str(row["OpportunityId"]))

    def _channel_of_word(self, system: str, word: str) -> str:
        return self.channels.get((system, word), "(unmapped)") if word else ""

    def _evidence(self) -> None:
        for row in read(self.sf / "lead_history.csv"):
            if row["lead_id"] not in self.leads:
                continue
            known, at = self.person(row["lead_id"]), instant(row["created_date"])
            stage = self.stages.get(("salesforce", row["new_value"]), "")
            if stage == "mql":
                known.mql.append(at)
            elif stage == "sal":
                known.accepted.append(at)
            elif stage == "sql":
                known.sql.append(at)
        for row in read(self.generic / "ma_lifecycle_changes.csv"):
            if row["to_stage"] == "mql":
                self.person(row["ma_person_id"]).mql.append(instant(row["changed_at"]))
        for row in read(self.hubspot / "contact_property_history.csv"):
            stage = self.stages.get(("hubspot", row["value"]))
            if row["name"] != "lifecyclestage" or row["contact_id"] not in self.ma:
                continue
            known = self.person(row["contact_id"])
            if stage == "mql":
                known.mql.append(instant(row["timestamp"]))
            elif stage == "sql":
                known.sql.append(instant(row["timestamp"]))
        roles = {row["id"]: row["name"] for row in read(self.sf / "user_role.csv")}
        sales = {
            row["id"]
            for row in read(self.sf / "user.csv")
            if roles[row["user_role_id"]] in ("Inside Sales", "営業部")
        }
        for row in read(self.sf / "task"):
            if row["is_closed"] == "true" and row["owner_id"] in sales:
                self.person(row["who_id"]).worked.append(instant(row["completed_date_time"]))
        for row in read(self.sf / "event.csv"):
            if row["owner_id"] in sales:
                self.person(row["who_id"]).worked.append(instant(row["start_date_time"]))

    def _touches(self) -> None:
        types = {"Trade Show": "event", "展示会": "event", "Webinar": "webinar", "Email": "email"}
        campaigns = {row["id"]: row["type"] for row in read(self.sf / "campaign.csv")}
        for row in read(self.sf / "campaign_member"):
            if row["has_responded"] == "true":
                at = instant(row["first_responded_date"]) - 9 * HOUR
                channel = types[campaigns[row["campaign_id"]]]
                who = row["lead_id"] or row["contact_id"]
                self.person(who).touches.append((at, channel))
        for row in read(self.generic / "ma_form_submissions.csv"):
            who = row["ma_person_id"] or "mail:" + normal_email(row["email"])
            touch = (instant(row["submitted_at"]), utm_channel(row))
            self.person(who).touches.append(touch)
        for row in read(self.hubspot / "contact_form_submission.csv"):
            query = dict(parse_qsl(urlsplit(row["page_url"]).query))
            utm = {name: query.get(name, "") for name in ("utm_source", "utm_medium")}
            touch = (instant(row["timestamp"]), utm_channel(utm))
            self.person(row["contact_id"]).touches.append(touch)

    # -- answers ----------------------------------------------------------------

    def channel(self, known: Known, before: datetime | None = None) -> str:
        """Give a person's channel, or the one an opportunity created then takes."""
        for at, channel in sorted(known.touches):
            inside = before is None or before - timedelta(days=365) <= at <= before
            if at <= known.lead_at + 24 * HOUR and inside:
                return channel
        for _, channel in sorted(known.created):
            if channel:
                return channel
        return "(unassigned)"

    def deal_kinds(self) -> dict[str, str]:
        """Give the type of every opportunity; blank ones by the account's earlier wins."""
        words = {
            "New Business": "new_business",
            "新規": "new_business",
            "Expansion": "expansion",
            "Renewal": "renewal",
            "更新": "renewal",
            "Cross Sell": "cross_sell",
        }
        wins: dict[str, list[str]] = defaultdict(list)
        for row in self.deals.values():
            if row["is_won"] == "true":
                wins[row["account_id"]].append(row["close_date"])
        kinds: dict[str, str] = {}
        for key, row in self.deals.items():
            created = (instant(row["created_date"]) + 9 * HOUR).date().isoformat()
            earlier = any(close < created for close in wins[row["account_id"]])
            kinds[key] = words.get(row["type"], "expansion" if earlier else "new_business")
        return kinds

    def opportunity_at(self, known: Known, kinds: dict[str, str]) -> datetime | None:
        """Give the creation of the first new-business opportunity of a person."""
        created = [
            instant(self.deals[key]["created_date"])
            for key in known.deals
            if kinds.get(key) == "new_business"
        ]
        return min(created, default=None)

    def deal_channel(self, key: str) -> str:
        """Give the channel of an opportunity by its sourcing person."""
        row = self.deals[key]
        created = instant(row["created_date"])
        leads = [
            (instant(lead["created_date"]), lead_id)
            for lead_id, lead in self.leads.items()
            if lead["converted_opportunity_id"] == key
        ]
        if leads:
            return self.channel(self.person(min(leads)[1]), created)
        roles = [role for role in self.roles if role["OpportunityId"] == key]
        primary = [role for role in roles if role["IsPrimary"]]
        if roles:
            contact = str((primary or roles)[0]["ContactId"])
            return self.channel(self.person(contact), created)
        if not row["lead_source"]:
            return "(unassigned)"
        return self.channels.get(("salesforce", row["lead_source"]), "(unmapped)")


def utm_channel(row: Row) -> str:
    """Give the channel that a form's click parameters say."""
    source, medium = row["utm_source"], row["utm_medium"]
    if medium in ("cpc", "ppc"):
        return "paid_search"
    if medium == "organic":
        return "organic_search"
    if medium == "social":
        return "organic_social"
    if medium in ("paid_social", "display", "email", "referral"):
        return medium
    return "direct" if source in ("", "(direct)") else "(unmapped)"
