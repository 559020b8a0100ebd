"""Land the CRM as a Fivetran load of Salesforce, with one table from an Airbyte load."""

from datetime import datetime, timedelta
from pathlib import Path

from . import names
from .clock import plain, tokyo_date
from .company import campaign_created_at
from .files import Row, boolean, columns, write_csv, write_jsonl, write_parts
from .ids import SalesforceIds
from .model import Activity, Lead, Member, Opportunity, Person, World

LEAD = columns(
    "id,first_name,last_name,email,company,title,status,lead_source,industry,"
    "number_of_employees,country,owner_id,created_date,last_modified_date,is_converted,"
    "converted_date,converted_contact_id,converted_account_id,converted_opportunity_id,"
    "is_deleted,master_record_id,disqualified_reason_c,utm_source_c,utm_medium_c,"
    "utm_campaign_c,utm_content_c,utm_term_c,has_opted_out_of_email,_fivetran_synced"
)
CONTACT = columns(
    "id,account_id,email,first_name,last_name,name,title,department,lead_source,"
    "owner_id,is_deleted,master_record_id,created_date,last_modified_date,"
    "_fivetran_synced"
)
ACCOUNT = columns(
    "id,name,website,industry,type,annual_revenue,number_of_employees,billing_country,"
    "region_c,parent_id,owner_id,account_source,is_deleted,master_record_id,"
    "created_date,last_modified_date,_fivetran_synced"
)
OPPORTUNITY = columns(
    "id,account_id,name,amount,expected_revenue,stage_name,probability,close_date,"
    "created_date,is_closed,is_won,type,lead_source,campaign_id,owner_id,"
    "forecast_category,fiscal_quarter,fiscal_year,record_type_id,is_deleted,"
    "currency_iso_code,loss_reason_c,last_modified_date,_fivetran_synced"
)
HISTORY = columns(
    "id,opportunity_id,stage_name,amount,probability,expected_revenue,close_date,"
    "forecast_category,created_date,created_by_id,is_deleted,_fivetran_synced"
)
LEAD_HISTORY = columns(
    "id,lead_id,field,old_value,new_value,created_date,created_by_id,is_deleted,_fivetran_synced"
)
CAMPAIGN = columns(
    "id,name,type,status,parent_id,start_date,end_date,budgeted_cost,actual_cost,"
    "currency_iso_code,is_active,utm_campaign_c,created_date,is_deleted,_fivetran_synced"
)
MEMBER = columns(
    "id,campaign_id,lead_id,contact_id,lead_or_contact_id,status,has_responded,"
    "first_responded_date,created_date,is_deleted,_fivetran_synced"
)
TASK = columns(
    "id,who_id,what_id,account_id,subject,type,task_subtype,status,is_closed,"
    "activity_date,completed_date_time,created_date,owner_id,is_deleted,_fivetran_synced"
)
EVENT = columns(
    "id,who_id,what_id,account_id,subject,type,start_date_time,end_date_time,"
    "activity_date,created_date,owner_id,is_deleted,_fivetran_synced"
)
LINE_ITEM = columns(
    "id,opportunity_id,product_2_id,quantity,total_price,is_deleted,_fivetran_synced"
)
STAGE_PROBABILITY = {
    "Prospecting": 10,
    "Qualification": 25,
    "Proposal": 50,
    "Negotiation": 75,
    "Closed Won": 100,
    "Closed Lost": 0,
}


class SalesforceLanding:
    """Formats the CRM records of a world."""

    def __init__(self, world: World, folder: Path, sf_ids: SalesforceIds) -> None:
        self.world, self.folder, self.sf_ids = world, folder, sf_ids
        self.synced = plain(world.end)

    def write(self) -> None:
        """Write all tables."""
        self._people()
        self._accounts()
        self._users()
        self._campaigns()
        self._opportunities()
        self._activities()

    # -- people -----------------------------------------------------------------

    def _people(self) -> None:
        world = self.world
        leads = [(lead, person) for person in world.people for lead in person.leads]
        leads.sort(key=lambda pair: (pair[0].created_at, pair[0].sf_id))
        third = len(leads) // 3 + 1
        parts: list[list[Row]] = [[], [], []]
        for number, (lead, person) in enumerate(leads):
            row = self._lead(lead, person)
            parts[number // third].append(row)
            if lead.is_duplicated:
                parts[(number // third + 1) % 3].append(row)
        write_parts(self.folder / "lead", LEAD, parts)
        history = [
            (change.at, lead.sf_id, change.old, change.new, change.user.user_id)
            for lead, _ in leads
            for change in lead.history
        ]
        rows = [
            (
                self.sf_ids.new("017"),
                lead,
                "Status",
                old,
                new,
                plain(at),
                user,
                "false",
                self.synced,
            )
            for at, lead, old, new, user in sorted(history)
        ]
        write_csv(self.folder / "lead_history.csv", LEAD_HISTORY, rows)
        contacts = [(item, person) for person in world.people for item in person.contacts]
        contacts.sort(key=lambda pair: (pair[0].created_at, pair[0].sf_id))
        contact_rows: list[Row] = []
        for contact, person in contacts:
            last, first = shown_name(person, contact.sf_id)
            contact_rows.append(
                (
                    contact.sf_id,
                    contact.account.sf_id,
                    contact.email,
                    first,
                    last,
                    f"{last} {first}",
                    person.title,
                    "",
                    contact.source_word,
                    contact.owner.user_id,
                    boolean(contact.is_deleted),
                    "",
                    plain(contact.created_at),
                    plain(contact.created_at),
                    self.synced,
                )
            )
        write_csv(self.folder / "contact.csv", CONTACT, contact_rows)

    def _lead(self, lead: Lead, person: Person) -> Row:
        last, first = shown_name(person, lead.sf_id)
        instants = [lead.created_at, *(change.at for change in lead.history)]
        if lead.converted_at is not None:
            instants.append(lead.converted_at)
        return (
            lead.sf_id,
            first,
            last,
            lead.email,
            person.account.name,
            person.title,
            lead.status,
            lead.source_word,
            lead.industry_word,
            lead.employees,
            "Japan",
            lead.owner.user_id,
            plain(lead.created_at),
            plain(max(instants)),
            boolean(lead.converted_at is not None),
            plain(lead.converted_at),
            lead.contact.sf_id if lead.contact else "",
            lead.contact.account.sf_id if lead.contact else "",
            lead.opportunity.sf_id if lead.opportunity else "",
            boolean(lead.is_deleted),
            lead.master.sf_id if lead.master else "",
            lead.reason,
            lead.utm.source,
            lead.utm.medium,
            lead.utm.campaign,
            lead.utm.content,
            lead.utm.term,
            "false",
            self.synced,
        )

    def _accounts(self) -> None:
        customers = {item.account.account_id for item in self.world.opportunities if item.is_won}
        rows: list[Row] = []
        for account in self.world.accounts:
            if not account.is_landed:
                continue
            bought = account.is_legacy_customer or account.account_id in customers
            rows.append(
                (
                    account.sf_id,
                    account.name,
                    f"https://www.{account.domain}/",
                    account.industry_word,
                    "Customer" if bought else "Prospect",
                    account.employees * 18_000_000,
                    account.employees,
                    "Japan",
                    account.region,
                    "",
                    account.owner.user_id,
                    "",
                    "false",
                    "",
                    plain(account.created_at),
                    plain(account.created_at),
                    self.synced,
                )
            )
        write_csv(self.folder / "account.csv", ACCOUNT, rows)

    def _users(self) -> None:
        roles = list(dict.fromkeys(user.role for user in self.world.users))
        role_ids = {role: self.sf_ids.new("00E") for role in roles}
        write_csv(
            self.folder / "user_role.csv",
            ("id", "name", "parent_role_id", "_fivetran_synced"),
            [(role_ids[role], role, "", self.synced) for role in roles],
        )
        write_csv(
            self.folder / "user.csv",
            ("id", "name", "email", "is_active", "user_role_id", "manager_id", "_fivetran_synced"),
            [
                (user.user_id, user.name, user.email, "TRUE", role_ids[user.role], "", self.synced)
                for user in self.world.users
            ],
        )

    # -- campaigns ---------------------------------------------------------------

    def _campaigns(self) -> None:
        rows: list[Row] = [
            (
                item.sf_id,
                item.name,
                item.type_word,
                "Completed",
                "",
                item.start.isoformat(),
                item.end.isoformat(),
                item.budget,
                item.cost,
                "JPY",
                "true",
                item.utm_campaign,
                plain(campaign_created_at(item)),
                "false",
                self.synced,
            )
            for item in self.world.campaigns
        ]
        write_csv(self.folder / "campaign.csv", CAMPAIGN, rows)
        members = [member for person in self.world.people for member in person.members]
        members.sort(key=lambda item: (item.created_at, item.sf_id))
        half = len(members) // 2 + 1
        parts = [[self._member(item) for item in members[:half]]]
        parts.append([self._member(item) for item in members[half:]])
        write_parts(self.folder / "campaign_member", MEMBER, parts)

    def _member(self, member: Member) -> Row:
        lead = member.lead.sf_id if member.lead else ""
        contact = member.contact.sf_id if member.contact else ""
        return (
            member.sf_id,
            member.campaign.sf_id,
            lead,
            contact,
            contact or lead,
            member.status,
            boolean(member.responded_on is not None),
            member.responded_on,
            plain(member.created_at),
            "false",
            self.synced,
        )

    # -- deals -------------------------------------------------------------------

    def _opportunities(self) -> None:
        rows: list[Row] = []
        history: list[tuple[datetime, str, str, Opportunity]] = []
        roles: list[dict[str, object]] = []
        items: list[Row] = []
        products = {name: self.sf_ids.new("01t") for name, _ in names.PRODUCTS}
        for item in self.world.opportunities:
            rows.append(self._opportunity(item))
            history += [(at, item.sf_id, stage, item) for at, stage in item.history]
            roles += self._roles(item)
            items += self._line_items(item, products)
        write_csv(self.folder / "opportunity.csv", OPPORTUNITY, rows)
        history.sort(key=lambda row: row[:3])
        write_csv(
            self.folder / "opportunity_history.csv.gz",
            HISTORY,
            [self._stage(at, stage, item) for at, _, stage, item in history],
        )
        write_jsonl(self.folder / "opportunity_contact_role.jsonl", roles)
        write_csv(self.folder / "opportunity_line_item.csv", LINE_ITEM, items)
        write_csv(
            self.folder / "product_2.csv",
            ("id", "name", "family", "is_active", "is_deleted", "_fivetran_synced"),
            [
                (products[name], name, family, "true", "false", self.synced)
                for name, family in names.PRODUCTS
            ],
        )

    def _opportunity(self, item: Opportunity) -> Row:
        probability = STAGE_PROBABILITY.get(item.stage, 50)
        expected = None if item.amount is None else item.amount * probability / 100
        fiscal_month = (item.close_date.month - 4) % 12
        return (
            item.sf_id,
            item.account.sf_id,
            item.name,
            item.amount,
            expected,
            item.stage,
            probability,
            item.close_date.isoformat(),
            plain(item.created_at),
            boolean(item.is_closed),
            boolean(item.is_won),
            item.type_word,
            item.source_word,
            item.campaign.sf_id if item.campaign else "",
            item.owner.user_id,
            "Closed" if item.is_closed else "Pipeline",
            fiscal_month // 3 + 1,
            item.close_date.year - (item.close_date.month < 4),
            "",
            boolean(item.is_deleted),
            item.currency,
            item.lost_reason,
            plain(item.history[-1][0]),
            self.synced,
        )

    def _stage(self, at: datetime, stage: str, item: Opportunity) -> Row:
        probability = STAGE_PROBABILITY.get(stage, 50)
        return (
            self.sf_ids.new("008"),
            item.sf_id,
            stage,
            item.amount,
            probability,
            "",
            item.close_date.isoformat(),
            "Closed" if stage.startswith("Closed") else "Pipeline",
            plain(at),
            item.owner.user_id,
            "false",
            self.synced,
        )

    def _roles(self, item: Opportunity) -> list[dict[str, object]]:
        """Spell the roles as Airbyte does; an appended load keeps an older version."""
        rows: list[dict[str, object]] = []
        extracted = self.world.end.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        for _, contact, role, is_primary in item.roles:
            created = max(item.created_at, contact.created_at)
            row: dict[str, object] = {
                "Id": self.sf_ids.new("00K"),
                "OpportunityId": item.sf_id,
                "ContactId": contact.sf_id,
                "Role": role,
                "IsPrimary": is_primary,
                "CreatedDate": created.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
                "IsDeleted": False,
                "_airbyte_extracted_at": extracted,
            }
            if "airbyte_older_version" in item.traps:
                older = (created + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
                rows.append({**row, "IsPrimary": False, "_airbyte_extracted_at": older})
            rows.append(row)
        return rows

    def _line_items(self, item: Opportunity, products: dict[str, str]) -> list[Row]:
        if item.amount is None:
            return []
        ids = [products[name] for name, family in names.PRODUCTS if family == item.category]
        product = ids[int(item.amount // 10000) % len(ids)]
        quantity = max(1, item.account.employees // 200)
        return [
            (
                self.sf_ids.new("00k"),
                item.sf_id,
                product,
                quantity,
                item.amount,
                "false",
                self.synced,
            )
        ]

    # -- activities ----------------------------------------------------------------

    def _activities(self) -> None:
        tasks = [(item, person) for person in self.world.people for item in person.activities]
        tasks.sort(key=lambda pair: (pair[0].at, pair[0].sf_id))
        rows = [self._task(item, person) for item, person in tasks]
        half = len(rows) // 2 + 1
        write_parts(self.folder / "task", TASK, [rows[:half], rows[half:]])
        meetings: list[Row] = []
        for item in self.world.opportunities:
            for person, contact, _, _ in item.roles[:1]:
                at = item.history[-1][0] + timedelta(hours=1)
                is_accepted = person.sal_at is not None and person.sal_at <= at
                if at < self.world.end and (person.mql_at is None or is_accepted):
                    meetings.append(self._meeting(item, contact.sf_id, at))
        write_csv(self.folder / "event.csv", EVENT, meetings)

    def _task(self, item: Activity, person: Person) -> Row:
        live = [lead for lead in person.leads if not lead.is_deleted] or person.leads
        who = live[0].sf_id if live else person.contacts[0].sf_id
        account = ""
        if person.contacts and person.contacts[0].created_at <= item.at:
            who, account = person.contacts[0].sf_id, person.contacts[0].account.sf_id
        return (
            item.sf_id,
            who,
            "",
            account,
            item.subject,
            "Call",
            "call",
            "Completed" if item.is_completed else "Not Started",
            boolean(item.is_completed),
            tokyo_date(item.at).isoformat(),
            plain(item.at) if item.is_completed else "",
            plain(item.at),
            item.user.user_id,
            "false",
            self.synced,
        )

    def _meeting(self, item: Opportunity, who: str, at: datetime) -> Row:
        return (
            self.sf_ids.new("00U"),
            who,
            item.sf_id,
            item.account.sf_id,
            "商談",
            "Meeting",
            plain(at),
            plain(at + timedelta(hours=1)),
            tokyo_date(at).isoformat(),
            plain(at),
            item.owner.user_id,
            "false",
            self.synced,
        )


def shown_name(person: Person, record_id: str) -> tuple[str, str]:
    """Give last and first name as the record spells them: kanji, sometimes romaji."""
    if sum(map(ord, record_id)) % 6 == 0:
        return person.family[1].capitalize(), person.given[1].capitalize()
    return person.family[0], person.given[0]
