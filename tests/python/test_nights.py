"""Whole builds of the same data: nothing changes without new data, wherever the machine stands."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pytest
from warehouses import Warehouse, changed_tables

EVENT_TABLES = ("int_web__hits", "int_web__session_days", "int_engagement__email_days")


def test_a_second_night_without_new_data_changes_no_row_on_a_machine_set_to_tokyo(
    demo_warehouse: Warehouse, tmp_path: Path
) -> None:
    """The event tables, which a second night leaves as they are, are emptied and filled again there."""
    again = Warehouse(tmp_path, demo_warehouse.raw_data_dir, environment={"TZ": "Asia/Tokyo"})
    shutil.copy(demo_warehouse.path, again.path)
    before = demo_warehouse.fingerprints()
    with duckdb.connect(str(again.path)) as connection:
        for table in EVENT_TABLES:
            assert connection.execute(f"delete from intermediate.{table}").fetchall()[0][0] > 0
    again.land()
    again.build("--exclude-resource-type", "test")
    assert len(before) > 100
    assert changed_tables(before, again.fingerprints()) == []


def test_one_changed_source_row_changes_what_hangs_on_it_and_no_more(
    demo_warehouse: Warehouse, tmp_path: Path
) -> None:
    """One won deal gets another amount: revenue moves by the difference; no lead moves."""
    raw = tmp_path / "raw"
    shutil.copytree(demo_warehouse.raw_data_dir, raw)
    path = raw / "salesforce" / "opportunity.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    won = next(
        row
        for row in rows
        if row["is_won"].lower() == "true"
        and row["is_deleted"].lower() == "false"
        and row["currency_iso_code"] == "JPY"
        and row["close_date"] < "2026-09-01"
    )
    won["amount"] = str(float(won["amount"]) + 1000)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    changed = Warehouse(tmp_path / "warehouse", raw)
    changed.folder.mkdir()
    shutil.copy(demo_warehouse.path, changed.path)
    changed.land()
    changed.build("--exclude-resource-type", "test", "--select", "base_salesforce__opportunity+")
    total = (
        "select value from kpi.kpi_values where kpi_id = 'revenue_won'"
        " and period_grain = 'all_time' and dimension = 'total'"
    )
    assert changed.query(total)[0][0] - demo_warehouse.query(total)[0][0] == pytest.approx(1000)
    differing = changed_tables(demo_warehouse, changed.fingerprints())
    assert "core.fct_opportunities" in differing
    assert "core.fct_leads" not in differing and "core.fct_marketing_spend" not in differing
