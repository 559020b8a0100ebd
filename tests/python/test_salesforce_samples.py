"""Salesforce from landed files to the CRM unions: vendor samples, and hand-made files in loaders' shapes.

The samples prove loading, keys and counts; VENDOR_SAMPLES_DIR names the folder that holds them. The hand-made
files hold what the samples do not: ids of both lengths, report headers, and the two histories in one table.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouses import dbt_command

UNION_OF_TABLE = {
    "account": "int_crm__accounts",
    "contact": "int_crm__contacts",
    "lead": "int_crm__leads",
    "opportunity": "int_crm__opportunities",
    "opportunity_history": "int_crm__opportunity_stage_changes",
    "task": "int_crm__activities",
    "user": "int_crm__users",
}
EMPTY_UNIONS = [
    "int_crm__lead_status_changes",
    "int_crm__opportunity_contacts",
    "int_crm__opportunity_products",
    "int_crm__campaigns",
    "int_crm__campaign_members",
]


@dataclass(frozen=True)
class Warehouse:
    """A warehouse of one test, built from the files under its folder."""

    project: Path
    folder: Path

    def write(self, file: str, text: str) -> None:
        path = self.folder / "raw" / "salesforce" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, *unions: str) -> None:
        """Land the files and build the unions with everything before them; fails with dbt's own words."""
        database = self.folder / "warehouse.duckdb"
        script = self.project / "scripts" / "land_raw_data.py"
        raw = self.folder / "raw"
        landing = [
            sys.executable,
            str(script),
            "--raw-data-dir",
            str(raw),
            "--warehouse",
            str(database),
        ]
        subprocess.run(landing, check=True, capture_output=True)
        environment = os.environ | {
            "WAREHOUSE_PATH": str(database),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }
        dbt_vars = {"systems": ["salesforce"], "as_of": "2026-03-31"}
        selection = [f"+{union}" for union in unions]
        command = [
            *dbt_command(database, dbt_vars),
            "build",
            "--indirect-selection",
            "cautious",
            "--profiles-dir",
            "profiles",
            "--vars",
            json.dumps(dbt_vars),
            "-s",
            *selection,
        ]
        result = subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def row_count(self, union: str) -> int:
        return int(self.rows(f"select count(*) from intermediate.{union}")[0][0])


def key_count(file: Path) -> int:
    """How many records a sample holds: one per id and, in a history, start of the version."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return len({(row["id"], row.get("_fivetran_start")) for row in csv.DictReader(lines)})


@pytest.fixture(scope="module")
def warehouse(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Hand-made files in the shapes of three loaders."""
    made = Warehouse(project_root, tmp_path_factory.mktemp("salesforce"))
    header = "Id,IsDeleted,MasterRecordId,Status,CreatedDate,MQL_Date__c,gclid__c,_airbyte_extracted_at\n"
    made.write(
        "lead/1_api.csv",
        header
        + "00Q000000000AbCDEF,false,,Open,2026-01-05T15:30:00.000+0000,,g1,2026-01-06T00:00:00Z\n"
        + "00Q000000000aBCXYZ,true,00Q000000000AbCDEF,Open,2026-01-05T15:30:00.000+0000,,,"
        + "2026-01-06T00:00:00Z\n",
    )
    made.write(
        "lead/2_short_ids.csv",
        header + "00Q000000000AbC,false,,MQL,2026-01-05T15:30:00.000+0000,2026-02-01,g1,"
        "2026-02-02T00:00:00Z\n",
    )
    made.write(
        "opportunity.csv",
        '"Opportunity ID","Opportunity Name","Stage","Amount","Probability (%)","Close Date",'
        '"Created Date","Type","Lead Source","Account ID","Won"\n'
        '"006000000000001","青空 導入","Proposal","¥1,200,000","40","2026-05-31","2026-01-10",'
        '"New Business","Web","001000000000001","0"\n',
    )
    made.write(
        "opportunity_history.csv",
        "id,opportunity_id,stage_name,created_date,_fivetran_start\n"
        "008000000000001AAA,006000000000001AAA,Prospecting,2026-01-10 00:00:00,\n"
        "008000000000002AAA,006000000000001AAA,Proposal,2026-02-10 00:00:00,\n"
        "006000000000002AAA,,Prospecting,2025-12-01 00:00:00,2026-01-01 00:00:00\n"
        "006000000000002AAA,,Closed Won,2025-12-01 00:00:00,2026-03-01 00:00:00\n",
    )
    made.build("int_crm__leads", "int_crm__opportunities", "int_crm__opportunity_stage_changes")
    return made


def test_samples_land_and_keep_their_row_counts(project_root: Path, tmp_path: Path) -> None:
    folder = os.environ.get("VENDOR_SAMPLES_DIR")
    if not folder:
        pytest.skip("VENDOR_SAMPLES_DIR is not set: no vendor sample files to read")
    samples = Warehouse(project_root, tmp_path)
    expected = dict.fromkeys(EMPTY_UNIONS, 0)
    for table, union in UNION_OF_TABLE.items():
        sample = Path(folder) / "salesforce" / f"sf_{table}_data.csv"
        samples.write(f"{table}.csv", "")
        shutil.copy(sample, tmp_path / "raw" / "salesforce" / f"{table}.csv")
        expected[union] = key_count(sample)
    samples.build(*expected)
    assert {union: samples.row_count(union) for union in expected} == expected
    assert min(expected[union] for union in UNION_OF_TABLE.values()) > 0


def test_ids_of_both_lengths_are_one_lead_and_its_newest_version_stays(
    warehouse: Warehouse,
) -> None:
    leads = warehouse.rows(
        "select lead_id, is_deleted, status, click_id, merged_into_id, created_at, mql_at"
        " from intermediate.int_crm__leads order by is_deleted"
    )
    # A day without a time starts in Tokyo, nine hours before UTC.
    created, mql = datetime(2026, 1, 5, 15, 30), datetime(2026, 1, 31, 15, 0)
    assert leads == [
        ("00Q000000000AbC", False, "MQL", "g1", None, created, mql),
        ("00Q000000000aBC", True, "Open", None, "00Q000000000AbC", created, None),
    ]


def test_report_headers_are_read(warehouse: Warehouse) -> None:
    opportunities = warehouse.rows(
        "select opportunity_id, opportunity_name, opportunity_type, stage, amount, currency,"
        " probability, is_won, lead_source, account_id, close_date"
        " from intermediate.int_crm__opportunities"
    )
    assert opportunities == [
        (
            "006000000000001",
            "青空 導入",
            "new_business",
            "Proposal",
            Decimal("1200000.00"),
            "JPY",
            0.4,
            False,
            "Web",
            "001000000000001",
            date(2026, 5, 31),
        )
    ]


def test_both_histories_give_stage_changes(warehouse: Warehouse) -> None:
    changes = warehouse.rows(
        "select opportunity_id, changed_at, from_stage, to_stage"
        " from intermediate.int_crm__opportunity_stage_changes order by 1, 2"
    )
    assert changes == [
        ("006000000000001", datetime(2026, 1, 10), None, "Prospecting"),
        ("006000000000001", datetime(2026, 2, 10), "Prospecting", "Proposal"),
        ("006000000000002", datetime(2026, 1, 1), None, "Prospecting"),
        ("006000000000002", datetime(2026, 3, 1), "Prospecting", "Closed Won"),
    ]
