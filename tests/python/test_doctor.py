"""The doctor names what is missing, what it costs and how to mend it, before anything is built."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import run_doctor
from lib import doctor_facts
from lib.doctor import Facts, LandedTable, can_build, examine, render_text
from lib.doctor_knowledge import COLUMN_NEEDS, MAPPED_WORDS, NEEDS
from lib.notes import ERROR, Note


def column(name: str, landed: bool = True, data_type: str = "string") -> dict[str, Any]:
    return {
        "name": name,
        "data_type": data_type,
        "landed": name if landed else None,
        "is_json": False,
        "is_key": False,
    }


def leads_table(**changes: Any) -> LandedTable:
    table = LandedTable(
        system="generic",
        table="crm_leads",
        schema="raw_generic",
        is_found=True,
        row_count=10,
        keyless_count=0,
        key_count=10,
        key=("lead_id",),
        columns=(column("lead_id"), column("status"), column("created_at"), column("currency")),
        uncast={},
        ports=("crm_leads",),
    )
    return dataclasses.replace(table, **changes)


def notes_for(*tables: LandedTable, **facts: Any) -> list[Note]:
    return examine(
        Facts(enabled=["generic"], known_systems=["generic", "hubspot"], tables=tables, **facts)
    )


def text_of(notes: list[Note], section: str) -> str:
    return "\n".join(f"{n.subject}: {n.message} {n.fix}" for n in notes if n.section == section)


def test_no_landed_table_means_that_no_build_can_run() -> None:
    notes = notes_for(leads_table(is_found=False, row_count=0, key_count=0))
    assert not can_build(notes)
    assert [note.level for note in notes if note.subject == "RAW_DATA_DIR"] == [ERROR]
    assert "cannot run" in render_text(notes)


def test_missing_ports_and_columns_name_the_kpis_they_cost() -> None:
    columns = (column("lead_id"), column("created_at", landed=False))
    told = text_of(notes_for(leads_table(columns=columns)), "kpis")
    assert "crm_opportunities: missing" in told
    assert "revenue_won" in told
    assert "generic.crm_leads.created_at: missing" in told
    assert "column_overrides: {generic.crm_leads.created_at: <your column>}" in told


def test_a_table_without_its_key_is_told_with_the_way_out() -> None:
    columns = (column("lead_id", landed=False), column("status"))
    notes = notes_for(leads_table(columns=columns, keyless_count=10, key_count=0))
    assert "the key lead_id did not land" in text_of(notes, "missing")


def test_rows_values_and_money_are_counted() -> None:
    notes = notes_for(
        leads_table(
            keyless_count=1,
            key_count=7,
            uncast={"created_at": 3},
            columns=(column("lead_id"), column("created_at", data_type="timestamp")),
        ),
        rejected=[
            {"file": "generic/a.csv", "line_number": 5, "reason": "ragged_row", "row_count": 2}
        ],
        currencies={"USD": {"generic.ads"}, "EUR": {"generic.ads"}, "JPY": {"x"}},
        rated={"USD"},
    )
    rows = text_of(notes, "rows")
    assert "generic/a.csv:5: 2 rows rejected (ragged_row), the first here: left out quote" in rows
    assert "1 row without lead_id" in rows
    assert "2 rows with a lead_id seen before" in rows
    assert "3 values cannot be read as date or time" in text_of(notes, "values")
    money = text_of(notes, "money")
    assert "EUR: no rate to JPY" in money
    assert "USD" not in money


def test_what_nothing_reads_comes_with_a_guess_at_the_typing_slip() -> None:
    def landed(system: str, table: str) -> dict[str, Any]:
        return {"source_system": system, "table_name": table, "file_modified_at": "2026-01-01"}

    notes = notes_for(
        leads_table(),
        files=[
            *(landed("generic", "crm_leads"), landed("generic", "crm_lead")),
            *(landed("hubspott", "deal"), landed("hubspot", "deal")),
            landed("generic", "crm_tasks"),
        ],
        overlays={"mapping": {"lead_stage"}},
        seeds={"mapping": {"lead_stages"}},
    )
    told = text_of(notes, "unread")
    assert "generic.crm_lead: nothing reads this table did you mean crm_leads?" in told
    assert "generic.crm_tasks: nothing reads this table known tables: crm_leads" in told
    assert "hubspott: no system of this name is known did you mean hubspot?" in told
    assert "hubspot: the system landed but is not enabled" in told
    assert "mapping/lead_stage: no seed of this name is replaced did you mean lead_stages?" in told


def test_words_that_no_mapping_knows_are_found_whatever_their_width(tmp_path: Path) -> None:
    for folder, text in (("seeds", "*,mql,mql\nother,sql,sql\n"), ("raw", "generic,営業中,sal\n")):
        path = tmp_path / folder / "mapping" / "lead_stages.csv"
        path.parent.mkdir(parents=True)
        path.write_text("source_system,source_value,stage\n" + text, encoding="utf-8")
    con = duckdb.connect()
    con.execute("create schema raw_generic")
    con.execute(
        "create table raw_generic.crm_leads as select * from (values ('ＭＱＬ '), ('営業中'), "
        "('sql'), ('odd'), ('odd'), ('')) as words (status)"
    )
    found = doctor_facts.unmapped_words(con, [leads_table()], tmp_path, tmp_path / "raw")
    assert found == [
        {
            "subject": "generic.crm_leads.status",
            "mapping": "lead_stages",
            "words": [("odd", 2), ("sql", 1)],
        }
    ]


def test_tables_are_led_to_ports_by_lineage() -> None:
    manifest = {
        "sources": {"source.shop.crm.lead": {"source_name": "crm", "name": "lead"}},
        "child_map": {
            "source.shop.crm.lead": ["model.shop.base_crm__lead"],
            "model.shop.base_crm__lead": ["model.shop.stg_crm__leads_placed", "test.shop.x"],
            "model.shop.stg_crm__leads_placed": ["model.shop.stg_crm__crm_leads", "test.shop.y"],
            "model.shop.stg_crm__crm_leads": ["model.shop.int_crm__leads", "test.shop.z"],
        },
    }
    assert doctor_facts.ports_by_table(manifest) == {("crm", "lead"): {"crm_leads"}}


def test_knowledge_speaks_of_things_that_exist(project_root: Path) -> None:
    with (project_root / "seeds/catalog/kpi_catalog.csv").open(encoding="utf-8") as file:
        kpis = {row["kpi_id"] for row in csv.DictReader(file)}
    named = {kpi for need in NEEDS for kpi in need.kpis}
    named |= {kpi for known in COLUMN_NEEDS.values() for kpi in known if " " not in kpi}
    assert named - kpis == set()
    ports = (project_root / "macros/landing/ports.sql").read_text(encoding="utf-8")
    wanted = {port for need in NEEDS for port in need.ports} | {port for port, _ in COLUMN_NEEDS}
    assert {port for port in wanted if f"'{port}'" not in ports} == set()
    seeds = {path.stem for path in (project_root / "seeds/mapping").glob("*.csv")}
    assert {words.mapping for words in MAPPED_WORDS} <= seeds


def test_command_examines_a_folder_from_end_to_end(tmp_path: Path, project_root: Path) -> None:
    raw = tmp_path / "raw" / "generic"
    raw.mkdir(parents=True)
    (raw / "crm_leads.csv").write_text(
        "lead_id,createdAt,status\n1,2025-04-01T10:00:00Z,MQL\n2,yesterday,Odd word\nragged\n",
        encoding="utf-8",
    )
    environ = {
        **os.environ,
        "RAW_DATA_DIR": str(tmp_path / "raw"),
        "PUBLISH_DIR": str(tmp_path / "out"),
        "DBT_VARS": "{systems: [generic]}",
    }
    script = project_root / "scripts" / "run_doctor.py"
    done = subprocess.run(
        [sys.executable, str(script), "--format", "json"],
        capture_output=True,
        text=True,
        env=environ,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    told = "\n".join(f"{note['subject']}: {note['message']}" for note in report["findings"])
    assert report["can_build"]
    assert "generic.crm_leads: 2 rows from 1 file" in told
    assert "generic.crm_leads.created_at: 1 value cannot be read as date or time" in told
    assert "generic.crm_leads.status: no mapping knows: 'Odd word' (1)" in told
    assert "1 row rejected (ragged_row)" in told
    assert not (tmp_path / "out" / "doctor" / "doctor.duckdb").exists()


def test_a_folder_that_is_not_there_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAW_DATA_DIR", str(tmp_path / "none"))
    assert run_doctor.main([]) == 2
