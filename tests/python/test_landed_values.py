"""How landed text becomes typed rows: spellings, values, versions, deletes, absent columns and tables.

Each fixture lands a few hand-made tables of the generic system and runs dbt once; the expected values are
worked out by hand. One landed table stands for one loader's shape, so that two runs are enough.
"""

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouses import dbt_command

PROJECT = Path(__file__).parents[2]

LandedRow = dict[str, str | None]


@dataclass(frozen=True)
class Case:
    """One landed text in one column of crm_leads, and the value that it must become."""

    column: str
    landed: str | None
    expected: object


PLAIN_CASES = [
    Case("isConverted", "TRUE", True),
    Case("isConverted", "Yes", True),
    Case("isConverted", "1", True),
    Case("isConverted", "はい", True),
    Case("isConverted", "f", False),
    Case("isConverted", "0", False),
    Case("isConverted", "No", False),
    Case("isConverted", "maybe", None),
    Case("isConverted", "", None),
    Case("budgetAmount", "¥1,234", Decimal("1234.00")),
    Case("budgetAmount", "$3.5K", Decimal("3500.00")),
    Case("budgetAmount", "1.2345M", Decimal("1234500.00")),
    Case("budgetAmount", "１，２３４．５", Decimal("1234.50")),
    Case("budgetAmount", "(1,000)", Decimal("-1000.00")),
    Case("budgetAmount", "▲500円", Decimal("-500.00")),
    Case("budgetAmount", "-0.005", Decimal("-0.01")),
    Case("budgetAmount", "NULL", None),
    Case("budgetAmount", "twelve", None),
    Case("score", "87.5", 87.5),
    Case("score", "1e2", 100.0),
    Case("score", "NaN", None),
    Case("score", "Infinity", None),
    Case("employeeCount", "1,200", 1200),
    Case("employeeCount", "250.0", 250),
    Case("employeeCount", "2.5K", 2500),
    Case("employeeCount", "12.5", None),
    Case("employeeCount", "9007199254740993", 9007199254740993),
    Case("companyName", "  株式会社 青空  ", "株式会社 青空"),
    Case("companyName", r"\N", None),
    Case("mqlAt", "2020-10-22T21:03:23.000+0000", datetime(2020, 10, 22, 21, 3, 23)),
    Case("mqlAt", "2020-10-22T21:03:23Z", datetime(2020, 10, 22, 21, 3, 23)),
    Case("mqlAt", "2025-04-01T00:00:00+09:00", datetime(2025, 3, 31, 15, 0)),
    Case("mqlAt", "2025-04-01 00:00:00 +0900", datetime(2025, 3, 31, 15, 0)),
    Case("mqlAt", "2025-04-01 09:00:00 JST", datetime(2025, 4, 1, 0, 0)),
    Case("mqlAt", "2025-04-01 09:00:00 Asia/Tokyo", datetime(2025, 4, 1, 0, 0)),
    Case("mqlAt", "2025-04-01 09:00:00 XST", None),
    Case("mqlAt", "2021-01-07 06:49:18 UTC", datetime(2021, 1, 7, 6, 49, 18)),
    Case("mqlAt", "2021-01-07 6:49:18", datetime(2021, 1, 7, 6, 49, 18)),
    Case("mqlAt", "2021/1/7 6:49", datetime(2021, 1, 7, 6, 49)),
    Case("mqlAt", "2021-01-07 06:49:18.123", datetime(2021, 1, 7, 6, 49, 18, 123000)),
    Case("mqlAt", "2021-01-07 3:04 PM", datetime(2021, 1, 7, 15, 4)),
    Case("mqlAt", "15 Apr, 2021 00:03:00", datetime(2021, 4, 15, 0, 3)),
    Case("mqlAt", "2021年4月5日 9:04", datetime(2021, 4, 5, 9, 4)),
    Case("mqlAt", "1603400603", datetime(2020, 10, 22, 21, 3, 23)),
    Case("mqlAt", "1603400603000", datetime(2020, 10, 22, 21, 3, 23)),
    Case("mqlAt", "2025-04-01", datetime(2025, 3, 31, 15, 0)),
    Case("mqlAt", "20250401", datetime(2025, 3, 31, 15, 0)),
    Case("mqlAt", "2025-02-31", None),
    Case("mqlAt", "04/05/2025 10:00", None),
]

# Read with vars: source_timezone America/New_York, slash_dates day_first.
ZONED_CASES = [
    Case("mql_at", "2025-01-15 10:00:00", datetime(2025, 1, 15, 15, 0)),
    Case("mql_at", "2025-07-15 10:00:00", datetime(2025, 7, 15, 14, 0)),
    Case("mql_at", "2025-07-15T10:00:00Z", datetime(2025, 7, 15, 10, 0)),
    Case("mql_at", "2025-07-15", datetime(2025, 7, 14, 15, 0)),
    Case("mql_at", "04/05/2025 10:00", datetime(2025, 5, 4, 14, 0)),
    Case("mql_at", "04/05/2025 3:04 PM", datetime(2025, 5, 4, 19, 4)),
    Case("mql_at", "04/13/2025 10:00", None),
]


class Warehouse:
    """A throw-away warehouse: land raw tables, run dbt on it, ask for a column."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "warehouse.duckdb"

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path)) as connection:
            return connection.execute(sql).fetchall()

    def land(self, table: str, rows: list[LandedRow]) -> None:
        """Write a raw table as the landing step does: all text, with the loader columns."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        loader = ["_source_instance", "_file", "_batch", "_row_number"]
        columns = names + [name for name in loader if name not in names]
        values = [
            [
                {
                    "_source_instance": "main",
                    "_file": f"{table}.csv",
                    "_batch": "1",
                    "_row_number": str(number),
                    **row,
                }.get(name)
                for name in columns
            ]
            for number, row in enumerate(rows, start=1)
        ]
        typed = ", ".join(
            f'"{name}" {"bigint" if name == "_row_number" else "varchar"}' for name in columns
        )
        with duckdb.connect(str(self.path)) as connection:
            connection.execute("create schema if not exists raw_generic")
            connection.execute(f"create or replace table raw_generic.{table} ({typed})")
            marks = ", ".join("?" for _ in columns)
            connection.executemany(f"insert into raw_generic.{table} values ({marks})", values)

    def dbt(self, *arguments: str, **variables: object) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "WAREHOUSE_PATH": str(self.path),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }
        dbt_vars = {"systems": ["generic"], **variables}
        command = [*dbt_command(self.path, dbt_vars), "--no-use-colors", *arguments]
        command += ["--profiles-dir", "profiles", "--vars", json.dumps(dbt_vars)]
        return subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )

    def value(self, relation: str, column: str, where: str) -> object:
        rows = self.execute(f"select {column} from {relation} where {where}")
        assert len(rows) == 1, f"{len(rows)} rows of {relation} where {where}"
        return rows[0][0]


def models(*entities: str) -> list[str]:
    """The staging model and the union of each CRM entity."""
    return [
        name for entity in entities for name in (f"stg_generic__crm_{entity}", f"int_crm__{entity}")
    ]


def columns_of(cases: list[Case]) -> list[LandedRow]:
    """One lead per case, so that a case is found again by its number."""
    names = sorted({case.column for case in cases})
    key = "leadId" if "mqlAt" in names else "lead_id"
    return [
        {key: str(number), **{name: case.landed if name == case.column else None for name in names}}
        for number, case in enumerate(cases)
    ]


def snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Every loader's shape, read with the default vars."""
    warehouse = Warehouse(tmp_path_factory.mktemp("plain"))
    warehouse.land("crm_leads", columns_of(PLAIN_CASES))
    report: LandedRow = {
        "Opportunity ID": "o1",
        "Close Date": "15 Apr, 2021 00:03:00",
        "Is Won": "Yes",
    }
    report |= {
        "Amount": "$22,700.00",
        "Currency": "usd",
        "Source System": "zoho_crm",
        "File": "quote.pdf",
    }
    warehouse.land(
        "crm_opportunities",
        [
            report,
            {
                "Opportunity ID": "o2",
                "Close Date": "2025-04-01T23:30:00-08:00",
                "Source Instance": "emea",
            },
            {"Opportunity ID": "o3", "Close Date": "04/05/2025"},
            {"Opportunity ID": "o4", "Close Date": "2025/4/1"},
            {"Opportunity ID": "o4", "Close Date": "2025/4/2", "_source_instance": "second_org"},
            {"Opportunity ID": None, "Close Date": "2025-04-01"},
        ],
    )
    warehouse.land(
        "crm_contacts",
        [
            contact("c1", "new@example.jp", "2025-02-01T00:00:00Z", "true", "b.csv"),
            contact("c1", "old@example.jp", "2025-01-01T00:00:00Z", "true", "z.csv"),
            contact("c2", "former@example.jp", "2025-03-01T00:00:00Z", "false", "z.csv"),
            contact("c2", "current@example.jp", "2025-01-01T00:00:00Z", "true", "a.csv"),
            {
                **contact("c3", "gone@example.jp", "2025-01-01T00:00:00Z", "true", "a.csv"),
                "_fivetran_deleted": "true",
            },
        ],
    )
    warehouse.land(
        "crm_accounts",
        [
            account("a1", {"account_name": "青空", "employee_count": "1,200"}, "2025-01-02"),
            account("a1", {"account_name": "old name"}, "2025-01-01"),
            account("a2", {"account_name": None}, "2025-01-01"),
            {**account("a3", {}, "2025-01-01"), "properties": "not json"},
            {**account("a4", {}, "2025-01-01"), "_ab_cdc_deleted_at": "2025-01-01T00:00:00Z"},
        ],
    )
    warehouse.land(
        "crm_users",
        [
            {"user_id": "u1", "team": "row 1", "_file": "2025-02.csv"},
            {"user_id": "u1", "team": "row 2", "_file": "2025-02.csv"},
            {"user_id": "u1", "team": "row 3", "_file": "2025-01.csv"},
            {"user_id": "u2", "team": "row 4", "_file": "2025-01.csv", "Archived": "1"},
        ],
    )
    warehouse.land(
        "finance_gross_margins",
        [
            {"valid_from": "2025-04-01", "product_category": None, "margin": "0.6"},
            {"valid_from": "2025-04-01", "product_category": "cloud", "margin": "0.8"},
            {"valid_from": None, "product_category": "cloud", "margin": "0.9"},
        ],
    )
    entities = models("leads", "opportunities", "contacts", "accounts", "users", "campaigns")
    margins = ["stg_generic__finance_gross_margins", "int_finance__gross_margins"]
    result = warehouse.dbt("build", "--indirect-selection", "cautious", "-s", *entities, *margins)
    assert result.returncode == 0, result.stdout
    return warehouse


def contact(contact_id: str, email: str, synced: str, active: str, file: str) -> LandedRow:
    """A row as Fivetran's history mode lands it."""
    return {
        "contact_id": contact_id,
        "property_email": email,
        "property_jobtitle": "部長",
        "_fivetran_synced": synced,
        "_fivetran_active": active,
        "_file": file,
    }


def account(account_id: str, properties: dict[str, str | None], extracted: str) -> LandedRow:
    """A row as Airbyte lands it: the id beside a JSON of everything else."""
    return {
        "accountId": account_id,
        "properties": json.dumps(properties),
        "_airbyte_extracted_at": f"{extracted}T00:00:00Z",
    }


@pytest.fixture(scope="module")
def configured(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same readers with every landing var set; opportunities do not land."""
    warehouse = Warehouse(tmp_path_factory.mktemp("configured"))
    leads = columns_of(ZONED_CASES)
    leads[0] |= {"mql_score_c": "41.5", "score": "7", "Work Mail": "first@example.jp"}
    leads.append({"lead_id": "left_out", "_batch": "0", "is_deleted": "false"})
    leads.append({"lead_id": "other_org", "_batch": "0", "_source_instance": "second_org"})
    for lead in leads[: len(ZONED_CASES)]:
        lead["_batch"] = "1"
    warehouse.land("crm_leads", leads)
    result = warehouse.dbt(
        "build",
        "--indirect-selection",
        "cautious",
        "-s",
        *models("leads", "opportunities"),
        source_timezone={"generic": "America/New_York"},
        slash_dates={"generic": "day_first"},
        source_currency={"generic": "EUR"},
        column_overrides={
            "generic.crm_leads.score": "mql_score_c",
            "generic.crm_leads.email": "Work Mail",
        },
        full_snapshot_tables=["generic.crm_leads"],
    )
    assert result.returncode == 0, result.stdout
    return warehouse


@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(PLAIN_CASES)), ids=lambda item: getattr(item, "landed", None)
)
def test_text_becomes_the_value_that_it_says(plain: Warehouse, number: int, case: Case) -> None:
    assert (
        plain.value("intermediate.int_crm__leads", snake_case(case.column), f"lead_id = '{number}'")
        == case.expected
    )


@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(ZONED_CASES)), ids=lambda item: getattr(item, "landed", None)
)
def test_vars_say_the_zone_and_the_order_of_a_slash_date(
    configured: Warehouse, number: int, case: Case
) -> None:
    assert (
        configured.value("intermediate.int_crm__leads", case.column, f"lead_id = '{number}'")
        == case.expected
    )


def test_report_headers_match_and_a_header_named_like_a_loader_column_does_no_harm(
    plain: Warehouse,
) -> None:
    columns = "source_system, source_instance, amount, currency, is_won, close_date, is_deleted"
    rows = plain.execute(
        f"select {columns} from intermediate.int_crm__opportunities where opportunity_id = 'o1'"
    )
    assert rows == [
        ("zoho_crm", "main", Decimal("22700.00"), "USD", True, date(2021, 4, 15), False)
    ]


@pytest.mark.parametrize(
    ("opportunity_id", "instance", "expected"),
    [
        ("o2", "emea", date(2025, 4, 1)),
        ("o3", "main", None),
        ("o4", "main", date(2025, 4, 1)),
        ("o4", "second_org", date(2025, 4, 2)),
    ],
)
def test_a_day_is_the_day_as_written(
    plain: Warehouse, opportunity_id: str, instance: str, expected: object
) -> None:
    where = f"opportunity_id = '{opportunity_id}' and source_instance = '{instance}'"
    assert plain.value("intermediate.int_crm__opportunities", "close_date", where) == expected


def test_a_row_without_its_key_stays_out(plain: Warehouse) -> None:
    assert plain.execute("select count(*) from intermediate.int_crm__opportunities") == [(5,)]


def test_an_optional_part_of_the_key_may_be_empty(plain: Warehouse) -> None:
    rows = plain.execute(
        "select product_category, margin from intermediate.int_finance__gross_margins order by margin"
    )
    assert rows == [(None, 0.6), ("cloud", 0.8)]


def test_the_newest_loader_stamp_wins_over_the_last_file(plain: Warehouse) -> None:
    assert (
        plain.value("intermediate.int_crm__contacts", "email", "contact_id = 'c1'")
        == "new@example.jp"
    )


def test_the_version_that_the_loader_calls_current_wins_over_a_newer_stamp(
    plain: Warehouse,
) -> None:
    assert (
        plain.value("intermediate.int_crm__contacts", "email", "contact_id = 'c2'")
        == "current@example.jp"
    )


def test_without_a_stamp_the_last_file_wins_then_its_last_row(plain: Warehouse) -> None:
    assert plain.value("intermediate.int_crm__users", "team", "user_id = 'u1'") == "row 2"


def test_the_property_prefix_is_no_part_of_a_name(plain: Warehouse) -> None:
    assert plain.value("intermediate.int_crm__contacts", "job_title", "contact_id = 'c1'") == "部長"


def test_airbyte_properties_are_read_and_the_newest_extraction_wins(plain: Warehouse) -> None:
    columns = "account_name, employee_count, source_system, source_instance"
    rows = plain.execute(
        f"select {columns} from intermediate.int_crm__accounts where account_id = 'a1'"
    )
    assert rows == [("青空", 1200, "generic", "main")]


@pytest.mark.parametrize("account_id", ["a2", "a3"])
def test_a_json_null_and_a_text_that_is_no_json_are_null(plain: Warehouse, account_id: str) -> None:
    assert (
        plain.value(
            "intermediate.int_crm__accounts", "account_name", f"account_id = '{account_id}'"
        )
        is None
    )


@pytest.mark.parametrize(
    ("relation", "key", "expected"),
    [
        ("int_crm__contacts", "contact_id = 'c3'", True),
        ("int_crm__contacts", "contact_id = 'c1'", False),
        ("int_crm__accounts", "account_id = 'a4'", True),
        ("int_crm__accounts", "account_id = 'a1'", False),
        ("int_crm__users", "user_id = 'u2'", True),
        ("int_crm__users", "user_id = 'u1'", False),
    ],
)
def test_every_loader_s_delete_mark_counts(
    plain: Warehouse, relation: str, key: str, expected: bool
) -> None:
    assert plain.value(f"intermediate.{relation}", "is_deleted", key) is expected


def test_a_missing_column_is_a_typed_null_and_a_missing_currency_the_system_s(
    plain: Warehouse,
) -> None:
    columns = "utm_term, typeof(utm_term), converted_at, typeof(converted_at), currency"
    rows = plain.execute(f"select {columns} from intermediate.int_crm__leads where lead_id = '0'")
    assert rows == [(None, "VARCHAR", None, "TIMESTAMP", "JPY")]


def test_a_table_that_did_not_land_is_empty_and_typed(
    plain: Warehouse, configured: Warehouse
) -> None:
    assert plain.execute("select count(*) from intermediate.int_crm__campaigns") == [(0,)]
    assert configured.execute("select count(*) from intermediate.int_crm__opportunities") == [(0,)]
    types = dict(
        plain.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_schema = 'intermediate' and table_name = 'int_crm__campaigns'"
        )
    )
    assert types["campaign_id"] == "VARCHAR"
    assert types["budgeted_cost"] == "DECIMAL(18,2)"
    assert types["start_date"] == "DATE"
    assert types["is_deleted"] == "BOOLEAN"


def test_an_override_goes_before_the_column_of_the_declared_name(configured: Warehouse) -> None:
    rows = configured.execute(
        "select score, email from intermediate.int_crm__leads where lead_id = '0'"
    )
    assert rows == [(41.5, "first@example.jp")]


def test_source_currency_fills_a_missing_currency(configured: Warehouse) -> None:
    assert configured.execute("select distinct currency from intermediate.int_crm__leads") == [
        ("EUR",)
    ]


@pytest.mark.parametrize(
    ("lead_id", "expected"), [("0", False), ("left_out", True), ("other_org", False)]
)
def test_absence_from_the_newest_snapshot_of_an_instance_means_deleted(
    configured: Warehouse, lead_id: str, expected: bool
) -> None:
    assert (
        configured.value("intermediate.int_crm__leads", "is_deleted", f"lead_id = '{lead_id}'")
        is expected
    )


def test_matches_port_names_the_column_that_a_staging_model_lacks(plain: Warehouse) -> None:
    view = "staging.stg_generic__crm_leads"
    columns = "* exclude (email) replace (cast(score as varchar) as score), 1 as extra"
    plain.execute(f"create table staging.faulty as select {columns} from {view}")
    plain.execute(f"create or replace view {view} as select * from staging.faulty")
    result = plain.dbt("test", "-s", "stg_generic__crm_leads,test_name:matches_port")
    assert result.returncode == 1
    assert "Got 3 results" in result.stdout


def test_landed_schemas_are_listed_before_models_run_beside_each_other(plain: Warehouse) -> None:
    # dbt lists a schema on the first question for it, and not in one step: a second model that asks
    # meanwhile would take its landed table for absent.
    log = (plain.folder / "logs" / "dbt.log").read_text(encoding="utf-8")
    listed = [line for line in log.splitlines() if "cache miss for schema" in line]
    assert any(".raw_generic" in line for line in listed)
    assert [line for line in listed if "[MainThread]" not in line] == []
