"""HubSpot from landed files to the ports: samples, shapes of three loaders, records synced with Salesforce.

The samples prove loading, keys and counts; VENDOR_SAMPLES_DIR names the folder that holds them.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from warehouses import Warehouse

AS_OF = "2026-03-31"
# The port that each sample feeds, and the key of the sample.
SAMPLE_PORTS = {
    "company": ("crm_accounts", ["id"]),
    "contact": ("crm_contacts", ["id"]),
    "deal": ("crm_opportunities", ["deal_id"]),
    "deal_stage": ("crm_opportunity_stage_changes", ["deal_id", "value", "date_entered"]),
    "deal_contact": ("crm_opportunity_contacts", ["deal_id", "contact_id"]),
    "contact_form_submission": ("ma_form_submissions", ["conversion_id"]),
    "owner": ("crm_users", ["owner_id"]),
}
Rows = list[tuple[Any, ...]]


def hubspot_warehouse(folder: Path, systems: list[str]) -> Warehouse:
    """A warehouse beside the landing folder that a test fills."""
    made = Warehouse(folder, folder / "raw")
    made.dbt_vars = {"systems": systems, "as_of": AS_OF}
    return made


def write(made: Warehouse, system: str, files: dict[str, str]) -> None:
    """Put one system's files into the landing folder, in the place of those before."""
    folder = made.raw_data_dir / system
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def key_count(file: Path, key: list[str]) -> int:
    """How many records a sample holds."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return len({tuple(row[name] for name in key) for row in csv.DictReader(lines)})


def test_samples_reach_the_ports_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    folder = os.environ.get("VENDOR_SAMPLES_DIR")
    if not folder:
        pytest.skip("VENDOR_SAMPLES_DIR is not set: no vendor sample files to read")
    made = hubspot_warehouse(tmp_path, ["hubspot"])
    landed = made.raw_data_dir / "hubspot"
    landed.mkdir(parents=True)
    samples = {
        file.name.removesuffix("_data.csv"): file for file in Path(folder).glob("hubspot/*.csv")
    }
    for table, file in samples.items():
        shutil.copy(file, landed / f"{table}.csv")
    made.land()
    made.build(
        *("--indirect-selection", "cautious", "--select"),
        *("path:models/staging/hubspot", "+dq_row_accounting"),
    )
    for table, (port, key) in SAMPLE_PORTS.items():
        counted = made.query(f"select count(*) from staging.stg_hubspot__{port}")[0][0]
        assert (table, counted) == (table, key_count(samples[table], key))
    # All meetings of the sample, and the one call of the older table.
    activities = made.query("select count(*) from staging.stg_hubspot__crm_activities")[0][0]
    assert activities == key_count(samples["engagement_meeting"], ["engagement_id"]) + 1
    with samples["email_event"].open(encoding="utf-8-sig", newline="") as lines:
        events = list(csv.DictReader(lines))
    filtered = sum(row["filtered_event"] == "true" for row in events)
    accounts = made.query(
        "select table_name, landed_count, kept_count + duplicate_count + deleted_count"
        " + excluded_count + rejected_count, excluded_count from quality.dq_row_accounting"
    )
    assert {row[0] for row in accounts} >= set(SAMPLE_PORTS)
    assert [row for row in accounts if row[1] != row[2]] == []
    assert {row[0]: row[3] for row in accounts}["email_event"] == filtered > 0
    # The three contacts that another one lists are merged away, and no more.
    merged = made.query(
        "select count(*), count(distinct merged_into_id) from staging.stg_hubspot__ma_people"
        " where is_deleted and merged_into_id is not null"
    )
    assert merged == [(3, 1)]


NEWER_FILES = {
    "contact.jsonl": "\n".join(
        json.dumps(row)
        for row in (
            {
                "id": 7,
                "property_email": "aiko@aoba.example",
                "property_firstname": "Aiko",
                "property_lifecyclestage": "marketingqualifiedlead",
                "property_hs_lead_status": "OPEN",
                "property_hubspotscore": 42,
                "property_hs_analytics_source": "PAID_SEARCH",
                "property_associatedcompanyid": 20,
                "property_createdate": "2026-01-05 15:30:00",
                "property_hs_v2_date_entered_marketingqualifiedlead": "2026-02-01 00:00:00",
                "property_hs_merged_object_ids": 5,
                "property_salesforceleadid": "00Q000000000001AAA",
                "property_ga_client_id": "111.222",
                "property_hs_email_optout": False,
                "_fivetran_deleted": False,
            },
            {"id": 8, "property_email": None, "_fivetran_deleted": True},
        )
    ),
    "deal.csv": (
        "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,property_dealname,"
        "property_amount,property_closedate,property_createdate,property_dealtype,"
        "property_deal_currency_code,property_hs_is_closed_won,property_hs_is_closed\n"
        "30,false,default,closedwon,900,青空 導入,1200000.50,2026-03-30 15:30:00,2026-01-10 00:00:00,"
        "newbusiness,usd,true,true\n"
    ),
    "engagement.csv": "id,type,portal_id\n50,MEETING,1\n",
    "engagement_meeting.csv": (
        "engagement_id,property_hs_timestamp,property_hubspot_owner_id,"
        "property_hs_meeting_start_time,property_hs_meeting_end_time,property_hs_meeting_outcome\n"
        "50,2026-03-01 01:00:00,900,2026-03-01 01:00:00,2026-03-01 02:00:00,COMPLETED\n"
    ),
}
OLDER_FILES = {
    "contact.csv": (
        "vid,email,firstname,lifecyclestage,hs_lead_status,hubspotscore,hs_analytics_source,"
        "associatedcompanyid,createdate,lifecyclestage_marketingqualifiedlead_date,"
        "hs_merged_object_ids,salesforceleadid,ga_client_id,hs_email_optout,deleted\n"
        "7,aiko@aoba.example,Aiko,marketingqualifiedlead,OPEN,42,PAID_SEARCH,20,"
        "2026-01-05T15:30:00.000Z,1769904000000,,00Q000000000001AAA,111.222,false,false\n"
        "8,,,,,,,,,,,,,,true\n"
    ),
    "contact_merge_audit.csv": (
        "canonical_vid,vid_to_merge,contact_id,timestamp\n7,5,7,2026-01-06 00:00:00\n"
    ),
    "deal.csv": (
        "deal_id,deleted,pipeline,dealstage,hubspot_owner_id,dealname,amount,closedate,createdate,"
        "dealtype,deal_currency_code,hs_is_closed_won,hs_is_closed\n"
        '30,0,default,closedwon,900,青空 導入,"1,200,000.50",2026-03-30T15:30:00Z,'
        "2026-01-10T00:00:00Z,newbusiness,USD,1,1\n"
    ),
    "engagement.csv": "id,type,owner_id,timestamp\n50,MEETING,900,2026-03-01 01:00:00\n",
    "engagement_meeting.csv": (
        "engagement_id,start_time,end_time,meeting_outcome\n"
        "50,2026-03-01 01:00:00,2026-03-01 02:00:00,COMPLETED\n"
    ),
}


def airbyte_rows(*records: dict[str, Any]) -> str:
    """JSON Lines with the properties in one JSON text, and the version before each record."""
    versions = []
    for record in records:
        current = {**record, "_airbyte_extracted_at": "2026-03-02T00:00:00Z"}
        older = {**record, "properties": {}, "_airbyte_extracted_at": "2026-03-01T00:00:00Z"}
        for version in (current, older):
            versions.append({**version, "properties": json.dumps(version["properties"])})
    return "\n".join(json.dumps(version, ensure_ascii=False) for version in versions)


AIRBYTE_FILES = {
    "contact.jsonl": airbyte_rows(
        {
            "id": "7",
            "createdAt": "2026-01-05T15:30:00.000Z",
            "archived": False,
            "properties": {
                "email": "aiko@aoba.example",
                "firstname": "Aiko",
                "lifecyclestage": "marketingqualifiedlead",
                "hs_lead_status": "OPEN",
                "hubspotscore": "42",
                "hs_analytics_source": "PAID_SEARCH",
                "associatedcompanyid": "20",
                "hs_date_entered_marketingqualifiedlead": "2026-02-01T00:00:00.000Z",
                "hs_merged_object_ids": "5",
                "salesforceleadid": "00Q000000000001AAA",
                "ga_client_id": "111.222",
                "hs_email_optout": "false",
            },
        },
        {"id": "8", "createdAt": None, "archived": True, "properties": {}},
    ),
    "deal.jsonl": airbyte_rows(
        {
            "id": "30",
            "createdAt": "2026-01-10T00:00:00.000Z",
            "archived": False,
            "properties": {
                "pipeline": "default",
                "dealstage": "closedwon",
                "hubspot_owner_id": "900",
                "dealname": "青空 導入",
                "amount": "1200000.50",
                "closedate": "2026-03-30T15:30:00Z",
                "dealtype": "newbusiness",
                "deal_currency_code": "USD",
                "hs_is_closed_won": "true",
                "hs_is_closed": "true",
            },
        }
    ),
    "engagement_meeting.jsonl": airbyte_rows(
        {
            "id": "50",
            "createdAt": "2026-03-01T01:00:00.000Z",
            "archived": False,
            "properties": {
                "hubspot_owner_id": "900",
                "hs_meeting_start_time": "2026-03-01T01:00:00Z",
                "hs_meeting_end_time": "2026-03-01T02:00:00Z",
                "hs_meeting_outcome": "COMPLETED",
            },
        }
    ),
}
# 8 is deleted; 5 is known by its merge into 7 alone.
EXPECTED_PEOPLE = [
    ("5", True, None, None, None, None, None, None, None, "unknown", "7", None, None),
    (
        *("7", False, "aiko@aoba.example", "Aiko", "marketingqualifiedlead", 42.0, "PAID_SEARCH"),
        *("111.222", "00Q000000000001AAA", "unknown", None),
        *(datetime(2026, 2, 1), datetime(2026, 1, 5, 15, 30)),
    ),
    ("8", True, None, None, None, None, None, None, None, "unknown", None, None, None),
]
EXPECTED_CONTACTS = [
    ("5", None, None, None),
    ("7", "20", "OPEN", "PAID_SEARCH"),
    ("8", None, None, None),
]
EXPECTED_DEALS = [
    (
        *(
            "30",
            False,
            "青空 導入",
            "new_business",
            "closedwon",
            Decimal("1200000.50"),
            "USD",
            "900",
        ),
        *("default", True, True, date(2026, 3, 31), datetime(2026, 1, 10)),
    )
]
EXPECTED_ACTIVITIES = [("50", False, "meeting", "900", True, datetime(2026, 3, 1, 1))]


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """One warehouse for the three shapes, so that dbt parses the project once."""
    return hubspot_warehouse(tmp_path_factory.mktemp("hubspot"), ["hubspot"])


@pytest.mark.parametrize(
    "files", [NEWER_FILES, OLDER_FILES, AIRBYTE_FILES], ids=["newer", "older", "airbyte"]
)
def test_shapes_of_three_loaders_give_the_same_rows(
    shapes: Warehouse, files: dict[str, str]
) -> None:
    shapes.path.unlink(missing_ok=True)
    write(shapes, "hubspot", files)
    shapes.land()
    models = ("ma_people", "crm_contacts", "crm_opportunities", "crm_activities")
    shapes.dbt("run", "--select", *(f"+stg_hubspot__{port}" for port in models))
    assert people_of(shapes) == EXPECTED_PEOPLE
    contacts = "contact_id, account_id, lifecycle_stage, lead_source"
    assert rows_of(shapes, contacts, "crm_contacts") == EXPECTED_CONTACTS
    deals = (
        "opportunity_id, is_deleted, opportunity_name, opportunity_type, stage, amount, currency,"
        " owner_id, pipeline, is_closed, is_won, close_date, created_at"
    )
    assert rows_of(shapes, deals, "crm_opportunities") == EXPECTED_DEALS
    activities = "activity_id, is_deleted, activity_type, owner_id, is_completed, occurred_at"
    assert rows_of(shapes, activities, "crm_activities") == EXPECTED_ACTIVITIES


def people_of(made: Warehouse) -> Rows:
    """What the three shapes must agree on of each person."""
    columns = (
        "ma_person_id, is_deleted, email, first_name, lifecycle_stage, score, original_source,"
        " visitor_id, crm_lead_id, consent_status, merged_into_id, mql_at, created_at"
    )
    return rows_of(made, columns, "ma_people")


def rows_of(made: Warehouse, columns: str, port: str) -> Rows:
    """Rows of a port in the order of their key."""
    return made.query(f"select {columns} from staging.stg_hubspot__{port} order by 1")


SALESFORCE_FILES = {
    "lead.csv": (
        "id,email,status,is_converted,converted_contact_id,created_date\n"
        "00Q000000000001AAA,one@aoba.example,Open,false,,2026-01-05 00:00:00\n"
        "00Q000000000002AAA,two@aoba.example,Qualified,true,003000000000002AAA,2026-01-06 00:00:00\n"
    ),
    "contact.csv": (
        "id,account_id,email,created_date\n"
        "003000000000002AAA,001000000000001AAA,two@aoba.example,2026-01-20 00:00:00\n"
        "003000000000003AAA,001000000000001AAA,three@aoba.example,2026-01-07 00:00:00\n"
    ),
    "account.csv": "id,name,created_date\n001000000000001AAA,青空,2026-01-01 00:00:00\n",
    "opportunity.csv": (
        "id,account_id,stage_name,amount,close_date,is_closed,is_won,type,created_date\n"
        "006000000000001AAA,001000000000001AAA,Proposal,1000000,2026-06-30,false,false,"
        "New Business,2026-02-01 00:00:00\n"
    ),
}
# Addresses differ or are missing: the ids alone tell who is who. 105 is known by its merge into 103 alone.
SYNCED_FILES = {
    "contact.csv": (
        "id,property_email,property_createdate,property_salesforceleadid,"
        "property_salesforcecontactid,property_hs_merged_object_ids\n"
        "101,private@aoba.example,2026-01-05 00:10:00,00Q000000000001AAA,,\n"
        "102,,2026-01-06 00:10:00,,003000000000002,\n"
        "103,,2026-01-07 00:10:00,00Q000000000009AAA,003000000000003AAA,105\n"
    ),
    "contact_form_submission.csv": (
        "contact_id,form_id,conversion_id,page_url,timestamp\n"
        "105,f1,s1,https://aoba.example/a?utm_source=google&utm_medium=cpc,2026-01-03 00:00:00\n"
    ),
    "company.csv": (
        "id,property_name,property_createdate,property_salesforceaccountid\n"
        "201,Aozora,2026-01-02 00:00:00,001000000000001AAA\n"
    ),
    "deal.csv": (
        "deal_id,deal_pipeline_stage_id,property_amount,property_createdate,"
        "property_hs_salesforceopportunityid\n"
        "301,presentationscheduled,900000,2026-02-01 00:02:00,006000000000001AAA\n"
        "302,presentationscheduled,900000,2026-02-01 00:02:00,006000000000001AAA\n"
    ),
    "merged_deal.csv": "deal_id,merged_deal_id\n301,302\n",
    "deal_contact.csv": "deal_id,contact_id,type_id\n302,103,3\n301,103,3\n",
}


def test_records_synced_with_salesforce_are_one_person_and_one_opportunity_each(
    tmp_path: Path,
) -> None:
    made = hubspot_warehouse(tmp_path, ["salesforce", "hubspot"])
    write(made, "salesforce", SALESFORCE_FILES)
    write(made, "hubspot", SYNCED_FILES)
    made.land()
    made.build(
        *("--exclude-resource-type", "test", "--select"),
        *("+int_identity__people", "+int_revenue__opportunities"),
    )
    people = made.query(
        "select e.entity_key, list(e.identifier_value order by e.identifier_value)"
        " from intermediate.int_identity__entities as e"
        " where e.entity_type = 'person' and e.identifier_type != 'email' group by 1"
    )
    # Two records of each HubSpot contact (CRM and marketing), one of each in Salesforce.
    assert sorted(row[1] for row in people) == [
        ["003000000000002", "00Q000000000002", "102", "102"],
        ["003000000000003", "103", "103", "105", "105"],
        ["00Q000000000001", "101", "101"],
    ]
    counted = made.query("select count(*) from intermediate.int_identity__people")
    assert counted == [(3,)]
    opportunities = made.query(
        "select source_system, amount, stage from intermediate.int_revenue__opportunities"
    )
    assert opportunities == [("salesforce", Decimal("1000000.00"), "proposal")]
    accounts = made.query("select count(*) from intermediate.int_identity__accounts")
    assert accounts == [(1,)]
