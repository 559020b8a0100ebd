"""Whole builds: nothing changes without new data, any mix of systems and any missing table builds."""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from warehouses import PROJECT, Warehouse, changed_tables


def test_a_second_night_without_new_data_changes_no_row(
    demo_warehouse: Warehouse, tmp_path: Path
) -> None:
    again = Warehouse(tmp_path, demo_warehouse.raw_data_dir)
    shutil.copy(demo_warehouse.path, again.path)
    before = demo_warehouse.fingerprints()
    again.land()
    again.build("--exclude-resource-type", "test")
    assert len(before) > 100
    assert changed_tables(before, again.fingerprints()) == []


def test_a_machine_set_to_tokyo_gives_the_same_rows(
    demo_warehouse: Warehouse, tmp_path: Path
) -> None:
    tokyo = Warehouse(tmp_path, demo_warehouse.raw_data_dir, environment={"TZ": "Asia/Tokyo"})
    tokyo.land()
    tokyo.build("--exclude-resource-type", "test")
    assert changed_tables(demo_warehouse, tokyo.fingerprints()) == []


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
    changed.land()
    changed.build("--exclude-resource-type", "test")
    total = (
        "select value from kpi.kpi_values where kpi_id = 'revenue_won'"
        " and period_grain = 'all_time' and dimension = 'total'"
    )
    assert changed.query(total)[0][0] - demo_warehouse.query(total)[0][0] == pytest.approx(1000)
    differing = changed_tables(demo_warehouse, changed.fingerprints())
    assert "core.fct_opportunities" in differing
    assert "core.fct_leads" not in differing and "core.fct_marketing_spend" not in differing


@pytest.mark.parametrize(
    ("systems", "counted", "unanswered"),
    [
        (["generic"], ["leads", "mqls", "marketing_spend", "cpl"], ["revenue_won", "win_rate"]),
        (["salesforce"], ["leads", "sqls", "opportunities", "revenue_won", "win_rate"], []),
    ],
)
def test_one_system_alone_builds_and_answers_what_it_can(
    demo_data: Path,
    tmp_path: Path,
    systems: list[str],
    counted: list[str],
    unanswered: list[str],
) -> None:
    alone = Warehouse(tmp_path, demo_data)
    alone.dbt_vars["systems"] = systems
    alone.land()
    alone.build()
    values = dict(
        alone.query(
            "select kpi_id, value from kpi.kpi_values"
            " where period_grain = 'all_time' and dimension = 'total'"
        )
    )
    assert all(values[kpi_id] and values[kpi_id] > 0 for kpi_id in counted), values
    assert all(values[kpi_id] is None for kpi_id in unanswered), values


def declared_tables() -> dict[str, dict[str, list[str]]]:
    """Key columns of every source table, per system, from the source declarations."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in (PROJECT / "models" / "staging").glob("*/_*__sources.yml"):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            tables = {
                table["name"]: table["config"]["meta"]["key"]
                for table in source["tables"]
                if "config" in table
            }
            if tables:
                found[source["name"]] = tables
    return found


def landed_names(system: str, table: str, columns: list[str]) -> list[str]:
    """How a system spells its key columns: the first spelling that the declaration names."""
    if system == "generic":
        return columns
    path = PROJECT / "models" / "staging" / system / f"_{system}__sources.yml"
    source = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]
    declared = next(entry for entry in source["tables"] if entry["name"] == table)["columns"]
    spellings = {
        column["name"]: column.get("config", {})
        .get("meta", {})
        .get("landed_as", [column["name"]])[0]
        for column in declared
    }
    return [spellings[name] for name in columns]


@pytest.mark.parametrize("content", ["absent", "empty", "keys_only"])
def test_staging_takes_every_table_absent_empty_or_with_keys_alone(
    tmp_path: Path, content: str
) -> None:
    raw = tmp_path / "raw"
    expected: dict[str, int] = {}
    for system, tables in declared_tables().items():
        (raw / system).mkdir(parents=True)
        for table, key in tables.items():
            model = f"stg_generic__{table}" if system == "generic" else f"base_{system}__{table}"
            expected[model] = 1 if content == "keys_only" else 0
            if content == "absent":
                continue
            columns = landed_names(system, table, key)
            # A text that every key type can hold, another one per table: an id is no task and event at once.
            day = (date(2025, 1, 1) + timedelta(days=len(expected))).isoformat()
            lines = [",".join(columns)]
            if content == "keys_only":
                lines.append(",".join([day] * len(columns)))
            (raw / system / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    warehouse = Warehouse(tmp_path / "warehouse", raw)
    warehouse.land()
    warehouse.build(
        # A test that also reads a mart has nothing to read here.
        "--indirect-selection",
        "cautious",
        "--select",
        "path:models/staging",
        "path:models/intermediate",
        "path:seeds",
        "path:models/settings",
    )
    counted = {
        model: warehouse.query(f"select count(*) from staging.{model}")[0][0] for model in expected
    }
    assert counted == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_half_of_tables_and_columns_still_builds(
    demo_data: Path, tmp_path: Path, seed: int
) -> None:
    """Whole tables are dropped with a chance of a quarter, optional columns with one of a third."""
    chance = random.Random(seed)
    keys = declared_tables()
    raw = tmp_path / "raw"
    shutil.copytree(demo_data, raw, ignore=shutil.ignore_patterns("truth"))
    for system in ("generic", "salesforce"):
        for path in sorted((raw / system).iterdir()):
            table = path.name.split(".")[0]
            if chance.random() < 0.25:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                continue
            if path.suffix != ".csv":
                continue
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            needed = set(landed_names(system, table, keys[system].get(table, []))) | {"id"}
            kept = [name for name in rows[0] if name in needed or chance.random() > 0.33]
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, fieldnames=kept, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
    warehouse = Warehouse(tmp_path / "warehouse", raw)
    warehouse.land()
    warehouse.build()
    ids = warehouse.query("select count(distinct kpi_id) from kpi.kpi_values")
    assert ids == warehouse.query("select count(*) from core.dim_kpis")
