"""Land the marketing automation tool as a Fivetran load of HubSpot, deals included."""

from datetime import datetime, timedelta
from pathlib import Path

from . import names
from .clock import plain, tokyo_midnight
from .emails import email_name, newsletter_url
from .files import Record, boolean, columns, write_csv, write_records
from .ids import hubspot_id, stable_id, stable_uuid
from .landing_generic import crm_id, is_linked_by_email
from .landing_salesforce import shown_name
from .model import EmailEvent, Form, MaPerson, Opportunity, Person, World
from .records import FORM_PAGES
from .rules import analytics_source, first_opportunity
from .web import landed_client_id, query_of

PORTAL = 24700100
CONTACT = columns(
    "id,_fivetran_deleted,property_email,property_firstname,property_lastname,property_company,"
    "property_jobtitle,property_industry,property_country,property_createdate,"
    "property_lastmodifieddate,property_lifecyclestage,property_hs_lead_status,"
    "property_hubspotscore,property_hs_analytics_source,property_hs_analytics_source_data_1,"
    "property_hs_merged_object_ids,property_associatedcompanyid,property_hubspot_owner_id,"
    "property_hs_email_optout,property_ga_client_id,property_salesforceleadid,"
    "property_salesforcecontactid,property_hs_lifecyclestage_lead_date,"
    "property_hs_lifecyclestage_marketingqualifiedlead_date,_fivetran_synced"
)
HISTORY = columns("contact_id,name,value,timestamp,source,source_id,_fivetran_synced")
COMPANY = columns(
    "id,is_deleted,property_name,property_domain,property_website,property_industry,"
    "property_numberofemployees,property_country,property_state,property_createdate,"
    "property_lifecyclestage,property_hubspot_owner_id,property_salesforceaccountid,"
    "_fivetran_synced"
)
DEAL = columns(
    "deal_id,is_deleted,portal_id,deal_pipeline_id,deal_pipeline_stage_id,owner_id,"
    "property_dealname,property_amount,property_deal_currency_code,property_closedate,"
    "property_createdate,property_dealtype,property_hs_is_closed,property_hs_is_closed_won,"
    "property_hs_salesforceopportunityid,_fivetran_synced"
)
DEAL_STAGE = columns(
    "deal_id,value,date_entered,source,source_id,_fivetran_active,_fivetran_start,"
    "_fivetran_end,_fivetran_synced"
)
EMAIL_EVENT = columns(
    "id,type,created,recipient,email_campaign_id,app_id,portal_id,sent_by_id,sent_by_created,"
    "caused_by_id,obsoleted_by_id,filtered_event,_fivetran_synced"
)
LIFECYCLE = {
    "lead": "lead",
    "mql": "marketingqualifiedlead",
    "sql": "salesqualifiedlead",
    "opportunity": "opportunity",
    "recycled": "184930211",  # a stage of the company's own has a number for a name
}
# stage id, label, display order, probability, is closed, is won, is deleted
STAGES = (
    ("appointmentscheduled", "アポイント設定", 0, 0.2, False, False, False),
    ("qualifiedtobuy", "購入見込み", 1, 0.4, False, False, False),
    ("presentationscheduled", "提案", 2, 0.6, False, False, False),
    ("decisionmakerboughtin", "決裁者合意", 3, 0.8, False, False, True),
    ("contractsent", "契約書送付", 4, 0.9, False, False, False),
    ("closedwon", "受注", 5, 1.0, True, True, False),
    ("closedlost", "失注", 6, 0.0, True, False, False),
)
STAGE_OF = {
    "Prospecting": "appointmentscheduled",
    "Qualification": "qualifiedtobuy",
    "Proposal": "presentationscheduled",
    "Negotiation": "contractsent",
    "Closed Won": "closedwon",
    "Closed Lost": "closedlost",
}
EVENT_TYPES = {
    "sent": "SENT",
    "delivered": "DELIVERED",
    "opened": "OPEN",
    "clicked": "CLICK",
    "bounced": "BOUNCE",
    "unsubscribed": "STATUSCHANGE",
}
SYNC_DELAY = timedelta(minutes=2)


def form_page(form: Form) -> str:
    """Give a form's page with the parameters of the click, if it carries any."""
    query = query_of(form.utm) if form.is_tagged else ""
    return f"{form.page_url}?{query}" if query else form.page_url


def hubspot_deals(world: World) -> list[tuple[str, Opportunity]]:
    """List the deals of people whom HubSpot knows, with their HubSpot ids."""
    found: list[tuple[str, Opportunity]] = []
    for number, item in enumerate(world.opportunities, start=1):
        if any(_contact_of(person) for person, _, _, _ in item.roles):
            found.append((hubspot_id("deal", number), item))
    return found


def _contact_of(person: Person) -> MaPerson | None:
    live = [ma for ma in person.ma if ma.system == "hubspot" and not ma.is_deleted]
    return live[0] if live else None


class HubspotLanding:
    """Formats what HubSpot knows of a world."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.synced = plain(world.end)
        self.owners = {
            user.user_id: hubspot_id("owner", number)
            for number, user in enumerate(world.users, start=1)
        }
        pairs = [(ma, person) for person in world.people for ma in person.ma]
        self.people = [pair for pair in pairs if pair[0].system == "hubspot"]
        self.people.sort(key=lambda pair: (pair[0].created_at, pair[0].ma_id))
        self.changes = {ma.ma_id: _lifecycle(ma, person, world) for ma, person in self.people}

    def write(self) -> None:
        """Write all tables."""
        self._contacts()
        self._companies()
        self._deals()
        self._deal_links()
        self._forms()
        self._emails()

    def _save(self, table: str, header: tuple[str, ...], records: list[Record]) -> None:
        stamped = [{**record, "_fivetran_synced": self.synced} for record in records]
        write_records(self.folder / f"{table}.csv", header, stamped)

    # -- people -----------------------------------------------------------------

    def _contacts(self) -> None:
        self._save("contact", CONTACT, [self._contact(*pair) for pair in self.people])
        history: list[Record] = []
        for ma, person in self.people:
            history += self._history(ma, person)
        history.sort(key=lambda row: (str(row["timestamp"]), str(row["contact_id"])))
        self._save("contact_property_history", HISTORY, history)
        audits: list[Record] = [
            {
                "canonical_vid": ma.merged_into.ma_id,
                "vid_to_merge": ma.ma_id,
                "contact_id": ma.merged_into.ma_id,
                "timestamp": plain(ma.merged_into.created_at + timedelta(hours=5)),
            }
            for ma, _ in self.people
            if ma.merged_into is not None and ma.is_merge_audited
        ]
        self._save(
            "contact_merge_audit",
            columns("canonical_vid,vid_to_merge,contact_id,timestamp,_fivetran_synced"),
            audits,
        )
        self._save(
            "owner",
            columns(
                "owner_id,email,first_name,last_name,type,portal_id,active_user_id,created_at,"
                "updated_at,_fivetran_synced"
            ),
            [self._owner(number) for number in range(len(self.world.users))],
        )

    def _owner(self, number: int) -> Record:
        user = self.world.users[number]
        last, _, first = user.name.partition(" ")
        hired = plain(tokyo_midnight(self.world.first_day) - timedelta(days=400))
        return {
            "owner_id": self.owners[user.user_id],
            "email": user.email,
            "first_name": first,
            "last_name": last,
            "type": "PERSON",
            "portal_id": PORTAL,
            "active_user_id": 5_000_000 + number,
            "created_at": hired,
            "updated_at": hired,
        }

    def _contact(self, ma: MaPerson, person: Person) -> Record:
        last, first = shown_name(person, ma.ma_id)
        stages = self.changes[ma.ma_id]
        mql_at = next((at for at, stage in stages if stage == "mql"), None)
        by_email = is_linked_by_email(ma)
        merged = [
            other.ma_id
            for other in person.ma
            if other.merged_into is not None
            and not other.is_merge_audited
            and _survivor(other) is ma
        ]
        updated = max([ma.created_at, *(at for at, _ in stages), *(at for at, _, _ in ma.scores)])
        return {
            "id": ma.ma_id,
            "_fivetran_deleted": boolean(ma.is_deleted),
            "property_email": ma.email,
            "property_firstname": first,
            "property_lastname": last,
            "property_company": person.account.name,
            "property_jobtitle": person.title,
            "property_industry": ma.industry_word,
            "property_country": "Japan",
            "property_createdate": plain(ma.created_at),
            "property_lastmodifieddate": plain(updated),
            "property_lifecyclestage": LIFECYCLE[stages[-1][1]],
            "property_hs_lead_status": self._lead_status(ma),
            "property_hubspotscore": ma.scores[-1][1] if ma.scores else "",
            "property_hs_analytics_source": analytics_source(ma.source_word),
            "property_hs_analytics_source_data_1": ma.utm.campaign,
            "property_hs_merged_object_ids": ";".join(merged),
            "property_associatedcompanyid": self._company_of(ma, person),
            "property_hubspot_owner_id": self.owners[ma.lead.owner.user_id] if ma.lead else "",
            "property_hs_email_optout": {"denied": "true", "granted": "false"}.get(ma.consent, ""),
            "property_ga_client_id": self._client_id(ma),
            "property_salesforceleadid": crm_id(ma.lead.sf_id, ma)
            if ma.lead and not by_email
            else "",
            "property_salesforcecontactid": crm_id(ma.contact.sf_id, ma)
            if ma.contact and not by_email
            else "",
            "property_hs_lifecyclestage_lead_date": plain(ma.created_at),
            "property_hs_lifecyclestage_marketingqualifiedlead_date": plain(mql_at),
        }

    @staticmethod
    def _lead_status(ma: MaPerson) -> str:
        is_lost = ma.lead is not None and ma.lead.status in ("Disqualified", "失格")
        return "UNQUALIFIED" if is_lost else "NEW"

    def _client_id(self, ma: MaPerson) -> str:
        """Spell the visitor id; some forms keep the whole cookie."""
        visitor = landed_client_id(ma, self.world)
        return f"GA1.2.{visitor}" if visitor and ma.number % 7 == 0 else visitor

    def _company_of(self, ma: MaPerson, person: Person) -> str:
        domain = ma.email.strip().lower().rpartition("@")[2]
        own = person.account.domain
        is_own = domain == own or domain.endswith("." + own)
        return hubspot_id("company", person.account.number) if is_own else ""

    def _history(self, ma: MaPerson, person: Person) -> list[Record]:
        rows: list[tuple[str, object, datetime, str]] = [
            ("lifecyclestage", LIFECYCLE[stage], at, "FORM" if at == ma.created_at else "CRM_UI")
            for at, stage in self.changes[ma.ma_id]
        ]
        rows += [("hubspotscore", score, at, "CALCULATED") for at, score, _ in ma.scores]
        rows.append(("hs_lead_status", "NEW", ma.created_at, "FORM"))
        if self._lead_status(ma) != "NEW" and ma.lead is not None:
            at = ma.lead.history[-1].at + timedelta(minutes=1)
            rows.append(("hs_lead_status", self._lead_status(ma), at, "SALESFORCE"))
        return [
            {
                "contact_id": ma.ma_id,
                "name": name,
                "value": value,
                "timestamp": plain(at),
                "source": source,
                "source_id": stable_id(f"{ma.ma_id}|{name}|{plain(at)}"),
            }
            for name, value, at, source in rows
        ]

    # -- companies and deals ------------------------------------------------------

    def _companies(self) -> None:
        rows: list[Record] = []
        for account in self.world.accounts:
            if not account.is_in_hubspot:
                continue
            rows.append(
                {
                    "id": hubspot_id("company", account.number),
                    "is_deleted": "false",
                    "property_name": account.name,
                    "property_domain": account.domain,
                    "property_website": f"www.{account.domain}",
                    "property_industry": account.industry_word,
                    "property_numberofemployees": account.employees,
                    "property_country": "Japan",
                    "property_state": account.region,
                    "property_createdate": plain(account.created_at + timedelta(days=9)),
                    "property_lifecyclestage": "lead",
                    "property_hubspot_owner_id": self.owners[account.owner.user_id],
                    "property_salesforceaccountid": account.sf_id if account.is_landed else "",
                }
            )
        self._save("company", COMPANY, rows)

    def _deals(self) -> None:
        write_csv(
            self.folder / "deal_pipeline.csv",
            columns("pipeline_id,_fivetran_deleted,active,display_order,label,_fivetran_synced"),
            [("default", "false", "true", 0, "新規営業", self.synced)],
        )
        write_csv(
            self.folder / "deal_pipeline_stage.csv",
            columns(
                "stage_id,pipeline_id,label,display_order,probability,is_closed,closed_won,"
                "active,_fivetran_deleted,_fivetran_synced"
            ),
            [
                (
                    stage,
                    "default",
                    label,
                    order,
                    probability,
                    boolean(closed),
                    boolean(won),
                    boolean(not deleted),
                    boolean(deleted),
                    self.synced,
                )
                for stage, label, order, probability, closed, won, deleted in STAGES
            ],
        )
        deals: list[Record] = []
        stages: list[Record] = []
        for deal_id, item in hubspot_deals(self.world):
            entered = self._entered(item)
            deals.append(self._deal(deal_id, item, entered[-1][1]))
            ends = [at for at, _ in entered[1:]]
            for number, (at, stage) in enumerate(entered):
                is_last = number == len(entered) - 1
                stages.append(
                    {
                        "deal_id": deal_id,
                        "value": stage,
                        "date_entered": plain(at),
                        "source": "SALESFORCE",
                        "source_id": item.sf_id,
                        "_fivetran_active": boolean(is_last),
                        "_fivetran_start": plain(at),
                        "_fivetran_end": "2050-01-01 00:00:00" if is_last else plain(ends[number]),
                    }
                )
        self._save("deal", DEAL, deals)
        self._save("deal_stage", DEAL_STAGE, stages)

    def _entered(self, item: Opportunity) -> list[tuple[datetime, str]]:
        """Give the stages as they were synced; one that old deals went through is deleted now."""
        old = tokyo_midnight(self.world.first_day) + timedelta(days=400)
        found: list[tuple[datetime, str]] = []
        for at, stage in item.history:
            name = STAGE_OF[stage]
            if name == "contractsent" and at < old and item.account.number % 3 == 0:
                name = "decisionmakerboughtin"
            found.append((min(at + SYNC_DELAY, self.world.end - timedelta(seconds=1)), name))
        return found

    def _deal(self, deal_id: str, item: Opportunity, stage: str) -> Record:
        amount = item.amount
        if amount is not None and "deal_amount_not_synced" in item.traps:
            amount = amount - amount // 10
        closed_at = tokyo_midnight(item.close_date) + timedelta(hours=10)
        is_new = item.kind == "new_business"
        created = min(item.created_at + SYNC_DELAY, self.world.end - timedelta(seconds=1))
        return {
            "deal_id": deal_id,
            "is_deleted": boolean(item.is_deleted),
            "portal_id": PORTAL,
            "deal_pipeline_id": "default",
            "deal_pipeline_stage_id": stage,
            "owner_id": self.owners[item.owner.user_id],
            "property_dealname": item.name,
            "property_amount": amount,
            "property_deal_currency_code": item.currency,
            "property_closedate": plain(closed_at),
            "property_createdate": plain(created),
            "property_dealtype": "newbusiness" if is_new else "existingbusiness",
            "property_hs_is_closed": boolean(item.is_closed),
            "property_hs_is_closed_won": boolean(item.is_won),
            "property_hs_salesforceopportunityid": item.sf_id,
        }

    def _deal_links(self) -> None:
        """Write one row per deal, contact and type of association: pairs repeat."""
        contacts: list[Record] = []
        companies: list[Record] = []
        for deal_id, item in hubspot_deals(self.world):
            for person, _, _, _ in item.roles:
                ma = _contact_of(person)
                if ma is None:
                    continue
                types = [(3, "HUBSPOT_DEFINED")]
                if ma.number % 2 == 0:
                    types.append((17, "USER_DEFINED"))
                contacts += [
                    {
                        "deal_id": deal_id,
                        "contact_id": ma.ma_id,
                        "type_id": kind,
                        "category": category,
                    }
                    for kind, category in types
                ]
            if not item.account.is_in_hubspot:
                continue
            company = hubspot_id("company", item.account.number)
            companies += [
                {"deal_id": deal_id, "company_id": company, "type_id": kind}
                | {"category": "HUBSPOT_DEFINED"}
                for kind in (5, 341)
            ]
        header = columns("deal_id,contact_id,type_id,category,_fivetran_synced")
        self._save("deal_contact", header, contacts)
        header = columns("deal_id,company_id,type_id,category,_fivetran_synced")
        self._save("deal_company", header, companies)

    # -- forms ----------------------------------------------------------------------

    def _forms(self) -> None:
        opened = plain(tokyo_midnight(self.world.first_day) - timedelta(days=300))
        self._save(
            "form",
            columns(
                "guid,name,form_type,action,method,portal_id,created_at,updated_at,"
                "_fivetran_deleted,_fivetran_synced"
            ),
            [
                {
                    "guid": form_guid(kind),
                    "name": f"{kind} form",
                    "form_type": "HUBSPOT",
                    "method": "POST",
                    "portal_id": PORTAL,
                    "created_at": opened,
                    "updated_at": opened,
                    "_fivetran_deleted": "false",
                }
                for kind in FORM_PAGES
            ],
        )
        forms = [
            (form, form.ma)
            for person in self.world.people
            for form in person.forms
            if form.ma is not None and form.ma.system == "hubspot"
        ]
        forms.sort(key=lambda pair: (pair[0].at, pair[0].form_id))
        self._save(
            "contact_form_submission",
            columns(
                "contact_id,form_id,conversion_id,page_id,page_url,portal_id,title,timestamp,"
                "_fivetran_synced"
            ),
            [
                {
                    "contact_id": ma.ma_id,
                    "form_id": form_guid(form.form_type),
                    "conversion_id": stable_uuid(form.form_id),
                    "page_url": form_page(form),
                    "portal_id": PORTAL,
                    "title": f"{form.form_type} form",
                    "timestamp": plain(form.at),
                }
                for form, ma in forms
            ],
        )

    # -- e-mail ------------------------------------------------------------------------

    def _emails(self) -> None:
        events = [event for event in self.world.email_events if event.ma.system == "hubspot"]
        numbers = sorted({event.number for event in events})
        self._save(
            "email_campaign",
            columns(
                "id,app_id,app_name,content_id,name,subject,type,sub_type,num_included,"
                "num_queued,_fivetran_synced"
            ),
            [
                {
                    "id": hubspot_id("email", number),
                    "app_id": 113,
                    "app_name": "Batch",
                    "content_id": 17_000_000_000 + number,
                    "name": email_name(number),
                    "subject": f"楓クラウド通信 第{number}号",
                    "type": "BATCH_EMAIL",
                }
                for number in numbers
            ],
        )
        rows: list[Record] = []
        children: dict[str, list[Record]] = {kind: [] for kind in CHILDREN}
        sent: dict[tuple[int, str], tuple[str, datetime]] = {}
        for number, event in enumerate(events):
            event_id = stable_uuid(f"email|{number}|{event.ma.ma_id}|{event.number}|{event.kind}")
            key = (event.number, event.ma.ma_id)
            if event.kind == "sent":
                sent[key] = (event_id, event.at)
            sent_by, sent_at = sent[key]
            rows.append(
                {
                    "id": event_id,
                    "type": EVENT_TYPES[event.kind],
                    "created": plain(event.at),
                    "recipient": event.ma.email.strip(),
                    "email_campaign_id": hubspot_id("email", event.number),
                    "app_id": 113,
                    "portal_id": PORTAL,
                    "sent_by_id": "" if event.kind == "sent" else sent_by,
                    "sent_by_created": "" if event.kind == "sent" else plain(sent_at),
                    "filtered_event": boolean(event.is_machine),
                }
            )
            children[event.kind].append({"id": event_id, **_child(event)})
        self._save("email_event", EMAIL_EVENT, rows)
        for kind, (table, header) in CHILDREN.items():
            self._save(table, header, children[kind])


CHILDREN = {
    "sent": ("email_event_sent", columns("id,from,subject,_fivetran_synced")),
    "delivered": ("email_event_delivered", columns("id,response,_fivetran_synced")),
    "opened": (
        "email_event_open",
        columns("id,browser,duration,location,user_agent,_fivetran_synced"),
    ),
    "clicked": ("email_event_click", columns("id,url,browser,user_agent,_fivetran_synced")),
    "bounced": ("email_event_bounce", columns("id,category,response,status,_fivetran_synced")),
    "unsubscribed": (
        "email_event_status_change",
        columns("id,source,requested_by,portal_subscription_status,bounced,_fivetran_synced"),
    ),
}


def _child(event: EmailEvent) -> Record:
    agent = "Mozilla/5.0" if event.is_machine else "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
    details: dict[str, Record] = {
        "sent": {
            "from": f"news@{names.OWN_DOMAIN}",
            "subject": f"楓クラウド通信 第{event.number}号",
        },
        "delivered": {"response": "250 OK"},
        "opened": {"duration": 0 if event.is_machine else 9000, "user_agent": agent},
        "clicked": {"url": newsletter_url(event.number), "user_agent": agent},
        "bounced": {"category": "UNKNOWN_USER", "response": "550 5.1.1", "status": "5.1.1"},
        "unsubscribed": {
            "source": "SOURCE_RECIPIENT",
            "requested_by": event.ma.email.strip(),
            "portal_subscription_status": "UNSUBSCRIBED",
            "bounced": "false",
        },
    }
    return details[event.kind]


def form_guid(kind: str) -> str:
    """Give the id of a form."""
    return stable_uuid(f"form|{kind}")


def _survivor(ma: MaPerson) -> MaPerson:
    while ma.merged_into is not None:
        ma = ma.merged_into
    return ma


def _lifecycle(ma: MaPerson, person: Person, world: World) -> list[tuple[datetime, str]]:
    """Give the stages of a contact in order; what sales did is synced minutes later."""
    found = [(at, stage) for at, _, stage in ma.stages] or [(ma.created_at, "lead")]
    if ma.lead is None and ma.contact is None:
        return found
    deal = first_opportunity(person)
    later = [(person.sql_at, "sql"), (deal.created_at if deal else None, "opportunity")]
    for at, stage in later:
        synced = None if at is None else at + timedelta(minutes=10)
        if synced is not None and ma.created_at < synced < world.end:
            found.append((synced, stage))
    order = list(LIFECYCLE)
    return sorted(found, key=lambda row: (row[0], order.index(row[1])))
