"""What people read when their data, their vars or their folders are wrong, and what the figures then are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import build_warehouse
import duckdb
import land_raw_data
import pytest
import run_doctor
import tiny_landing
from lib import releases
from lib.data_notes import ANOMALIES, NOTED_TESTS
from lib.mending import mend_value
from lib.settings_files import check_settings_files, read_setting_table
from lib.var_checks import check_vars, default_vars, known_systems

SYSTEMS = ("generic", "hubspot", "salesforce")


@dataclass(frozen=True)
class Told:
    """What a command said and where it left its files."""

    code: int
    out: str
    err: str
    folder: Path

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        path = self.folder / "out" / "current" / "warehouse.duckdb"
        with duckdb.connect(str(path), read_only=True) as con:
            return con.execute(sql).fetchall()


def run_script(name: str, folder: Path, project_root: Path) -> Told:
    environ = {
        **os.environ,
        "RAW_DATA_DIR": str(folder / "raw"),
        "PUBLISH_DIR": str(folder / "out"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_VARS": tiny_landing.DBT_VARS,
    }
    environ.pop("WAREHOUSE_PATH", None)
    done = subprocess.run(
        [sys.executable, str(project_root / "scripts" / name)],
        capture_output=True,
        text=True,
        env=environ,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr, folder)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dirty")
    tiny_landing.write_dirty(folder / "raw")
    # Not landed: a slip in a system's, a table's and a settings file's name, and a spreadsheet.
    (folder / "raw" / "salesforse").mkdir()
    (folder / "raw" / "salesforse" / "lead.csv").write_text("Id\n1\n", encoding="utf-8")
    (folder / "raw" / "generic" / "crm_contact.csv").write_text("contact_id\n1\n", encoding="utf-8")
    (folder / "raw" / "generic" / "budget.xlsx").write_bytes(b"PK")
    tiny_landing.add_overlay(
        folder / "raw", "mapping/lead_stage", "source_system,source_value,stage\n"
    )
    return folder


@pytest.fixture(scope="module")
def doctor(dirty: Path, project_root: Path) -> Told:
    return run_script("run_doctor.py", dirty, project_root)


@pytest.fixture(scope="module")
def build(dirty: Path, project_root: Path) -> Told:
    return run_script("build_warehouse.py", dirty, project_root)


# Every fault, as both commands must tell it: place, value, way out.
BOTH = {
    "ragged row": ("generic/crm_leads.csv:5", "ragged_row", "quote fields"),
    "row without a key": ("crm_leads.csv row 9", "lead_id", "fill"),
    "key column that did not land": (
        "crm_users",
        "user_id",
        "column_overrides: {generic.crm_users.user_id: <your column>}",
    ),
    "text for money": ("generic/crm_opportunities.csv row 4, amount", "'about five'", "1234.5"),
    "day that does not exist": (
        "generic/crm_leads.csv row 7, created_at",
        "'31/02/2025'",
        "no such day",
    ),
    "day of two readings": (
        "generic/crm_leads.csv row 8, created_at",
        "'04/05/2025'",
        "slash_dates: {generic: day_first or month_first}",
    ),
    "empty file": ("generic/crm_campaigns.csv", "empty", "export it again"),
    "header alone": ("generic/crm_activities.csv", "header and no row", "export it again"),
    "spreadsheet": ("generic/budget.xlsx", "unknown file type", "csv"),
    "status": ("'Pondering' (1)", "no mapping knows", "mapping/lead_stages.csv"),
    "lead source": ("'Carrier pigeon' (1)", "no mapping knows", "mapping/lead_sources.csv"),
    "stage": ("'Mulling' (1)", "no mapping knows", "mapping/opportunity_stages.csv"),
    "rate": ("SEK: no rate", "empty", "generic/finance_fx_rates"),
    "system's name": ("salesforse", "no system of this name", "did you mean salesforce?"),
    "table's name": ("generic.crm_contact", "nothing reads", "did you mean crm_contacts?"),
    "settings file's name": ("mapping/lead_stage", "no seed", "did you mean lead_stages?"),
}


def lines_with(text: str, words: tuple[str, ...]) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


@pytest.mark.parametrize("words", BOTH.values(), ids=BOTH.keys())
def test_doctor_tells_each_fault_once_with_its_place_and_cure(
    doctor: Told, words: tuple[str, ...]
) -> None:
    assert len(lines_with(doctor.out, words)) == 1, doctor.out + doctor.err


@pytest.mark.parametrize("words", BOTH.values(), ids=BOTH.keys())
def test_build_tells_each_fault_once_with_its_place_and_cure(
    build: Told, words: tuple[str, ...]
) -> None:
    assert len(lines_with(build.out, words)) == 1, build.out + build.err


def test_dirty_data_stop_neither_command(doctor: Told, build: Told) -> None:
    assert (doctor.code, build.code) == (0, 0), build.out + build.err
    assert "A build can run" in doctor.out
    assert "Published" in build.out
    assert "Traceback" not in doctor.out + doctor.err + build.out + build.err


def test_build_says_nothing_twice(build: Told) -> None:
    assert len(lines_with(build.out, ("duplicated keys", "generic.crm_leads 1"))) == 1
    assert len(lines_with(build.out, ("people without any date", "(2)"))) == 1
    assert [name for name in NOTED_TESTS if name in build.out + build.err] == []


def test_every_case_is_in_the_quality_marts(build: Told) -> None:
    rejected = build.query(
        "select landed_file, reason from quality.dq_rejected_rows order by reason, landed_file"
    )
    assert rejected == [
        ("generic/crm_leads.csv", "no_readable_key"),
        ("generic/crm_users.csv", "no_readable_key"),
        ("generic/crm_leads.csv", "ragged_row"),
    ]
    values = build.query("select landed_value from quality.dq_quarantined_values order by 1")
    assert values == [("04/05/2025",), ("31/02/2025",), ("about five",)]


def test_figures_hold_what_can_be_read_and_nothing_else(build: Told) -> None:
    leads = build.query("select lead_id, status from intermediate.int_crm__leads order by 1")
    # The ragged row L9 and the one without a key are no leads; L1 is one, in its newer state.
    assert [lead for lead, _ in leads] == ["L1", "L2", "L3", "L4", "L5", "L6"]
    assert leads[0] == ("L1", "MQL")
    names = build.query("select account_name from core.dim_accounts order by 1")
    assert names == [("アルファ株式会社",), ("ベータ株式会社",)]
    amounts = build.query(
        "select close_date, amount_original, amount from core.fct_opportunities "
        "where is_won order by close_date"
    )
    assert [(str(day), original, amount) for day, original, amount in amounts] == [
        ("2026-02-20", Decimal(1_000_000), Decimal(1_000_000)),
        ("2026-02-25", Decimal(2_000), Decimal(300_000)),
        ("2026-02-26", None, None),
        ("2026-02-27", Decimal(7_000), None),
    ]
    figures = dict(
        build.query(
            "select kpi_id, value from kpi.kpi_values "
            "where period_grain = 'fiscal_year' and dimension = 'total' and value is not null"
        )
    )
    wanted = {
        # L5 and L6 have no day and so no period.
        "leads": 4,
        "mqls": 2,
        "revenue_won": 1_300_000,
        "marketing_spend": 300_000,
        "new_customers": 2,
    }
    assert {name: figures[name] for name in wanted} == wanted


# Wrong use: the command ends at once with 2 and one line that says what to write instead.
Say = Callable[..., Told]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Say:
    """Run a command in this process, over the clean landing unless told otherwise."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.delenv("WAREHOUSE_PATH", raising=False)

    def call(main: Callable[[list[str]], int] = build_warehouse.main, **environ: str) -> Told:
        defaults = {
            "RAW_DATA_DIR": str(tmp_path / "raw"),
            "PUBLISH_DIR": str(tmp_path / "out"),
            "DBT_TARGET_PATH": str(tmp_path / "target"),
            "DBT_VARS": tiny_landing.DBT_VARS,
            "HASH_KEY": "of the tests",
        }
        for name, value in {**defaults, **environ}.items():
            monkeypatch.setenv(name, value)
        code = main([])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return Told(code, told.out, told.err, tmp_path)

    tiny_landing.write_clean(tmp_path / "raw")
    return call


@pytest.mark.parametrize("main", [build_warehouse.main, run_doctor.main])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("{systems: [", ("not YAML", "{systems: [generic]")),
        ("[generic]", ("must be a YAML mapping",)),
        ("{systems: [salesforse]}", ("'salesforse'", "did you mean salesforce?")),
        ("{systems: generic}", ("systems is a list",)),
        ("{as_of: 2026-02-30}", ("a date that does not exist",)),
        ("{as_of: yesterday}", ("as_of is a day such as", "'yesterday'")),
        ("{as_off: 2026-03-31}", ("'as_off'", "did you mean as_of?")),
    ],
)
def test_vars_that_mean_nothing_are_wrong_use(
    command: Say, main: Callable[[list[str]], int], given: str, words: tuple[str, ...]
) -> None:
    told = command(main, DBT_VARS=given)
    assert told.code == 2
    assert len(told.err.splitlines()) == 1
    assert all(word in told.err for word in words), told.err


@pytest.mark.parametrize("main", [build_warehouse.main, run_doctor.main])
def test_folder_that_is_not_there_is_wrong_use(
    command: Say, main: Callable[[list[str]], int], tmp_path: Path
) -> None:
    told = command(main, RAW_DATA_DIR=str(tmp_path / "none"))
    assert (told.code, told.err) == (2, f"RAW_DATA_DIR names no folder: {tmp_path / 'none'}\n")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"systems": ["hubspto"]}, "systems: no system 'hubspto'; did you mean hubspot?"),
        ({"systems": ["sap"]}, "systems: no system 'sap'; known systems: "),
        ({"reporting_timezone": "Asia/Tokio"}, "did you mean Asia/Tokyo?"),
        ({"reporting_currency": "yen"}, "'yen' is no ISO code"),
        ({"fiscal_year_start_month": 13}, "from 1 to 12, not 13"),
        ({"slash_dates": {"generic": "dmy"}}, "is day_first or month_first, not 'dmy'"),
        ({"source_currency": "JPY"}, "source_currency is given per system"),
        ({"source_timezone": {"generic": "JST+9"}}, "is no time zone"),
        ({"ltv_cap_months": "many"}, "ltv_cap_months is a number from 0 up"),
        ({"column_overrides": {"generic.crm_lead.x": "Y"}}, "did you mean crm_leads?"),
        ({"column_overrides": {"generic.x": "Y"}}, "<system>.<table>.<column>"),
        ({"full_snapshot_tables": ["genric.crm_leads"]}, "did you mean generic?"),
    ],
)
def test_each_var_says_what_it_may_be(
    given: dict[str, Any], fault: str, project_root: Path
) -> None:
    defaults = dict.fromkeys(given) | {"ltv_cap_months": 60}
    problems = list(check_vars(given, defaults, SYSTEMS, project_root))
    assert len(problems) == 1
    assert fault in problems[0]


def test_shipped_vars_are_sound(project_root: Path) -> None:
    shipped = default_vars(project_root)
    assert list(check_vars(shipped, shipped, known_systems(project_root), project_root)) == []


@pytest.mark.parametrize(
    ("folder", "cure"),
    [
        ("", "put files at RAW_DATA_DIR/generic/<table>.csv"),
        ("generik", "did you mean generic?"),
        ("salesforce", "enable it: DBT_VARS='{systems: [salesforce]}'"),
    ],
)
def test_build_over_nothing_known_does_not_start(
    command: Say, tmp_path: Path, folder: str, cure: str
) -> None:
    raw = tmp_path / "other"
    raw.mkdir()
    if folder:
        tiny_landing.write_clean(raw, folder)
    told = command(RAW_DATA_DIR=str(raw))
    assert told.code == 1
    assert "nothing was published" in told.err
    assert "no enabled system (generic) landed a table" in told.err
    assert cure in told.err
    assert not (tmp_path / "out" / "current").exists()


def test_settings_with_unknown_words_stop_the_build_before_it_starts(
    command: Say, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    tiny_landing.add_overlay(
        raw,
        "mapping/lead_stages",
        "source_system,source_value,stage\n*,A,mql\n*,B,mqll\n*,C,\n*,a,sql\n",
    )
    tiny_landing.add_overlay(
        raw, "mapping/lead_sources", "source_system,source_value,channel\n*,Expo,evnt\n"
    )
    tiny_landing.add_overlay(raw, "policy/size_bands", "band,min_employees\nsmall,1\n")
    told = command()
    assert told.code == 1
    for words in (
        ("mapping/lead_stages.csv row 2, stage: 'mqll'", "did you mean mql?"),
        ("mapping/lead_stages.csv row 3, stage: it is empty",),
        ("mapping/lead_stages.csv row 4", "row 1 already"),
        ("mapping/lead_sources.csv row 1, channel: 'evnt'", "did you mean event?"),
        ("policy/size_bands: there is no column size_band (only band, min_employees)",),
    ):
        assert lines_with(told.err, words), told.err


def test_own_channels_may_be_named_by_other_settings(
    command: Say, tmp_path: Path, project_root: Path
) -> None:
    raw = tmp_path / "raw"
    header = "channel,channel_group,name_en,name_ja,is_paid,is_marketing,is_digital,display_order"
    tiny_landing.add_overlay(
        raw, "mapping/channels", f"{header}\nwalk_in,other,Walk-in,来店,false,true,false,990\n"
    )
    tiny_landing.add_overlay(
        raw, "mapping/lead_sources", "source_system,source_value,channel\n*,Shop,walk_in\n"
    )
    told = command(land_raw_data.main, WAREHOUSE_PATH=str(tmp_path / "landed.duckdb"))
    assert told.code == 0
    with duckdb.connect(str(tmp_path / "landed.duckdb")) as con:
        notes = check_settings_files(con, project_root)
    assert [str(note) for note in notes if "lead_sources" in note.subject] == []


def test_two_builds_or_doctors_at_once_are_told_apart(command: Say, tmp_path: Path) -> None:
    with releases.publish_lock(tmp_path / "out"):
        told = command()
    assert (told.code, len(told.err.splitlines())) == (1, 1)
    assert "Another build is running" in told.err
    with releases.publish_lock(tmp_path / "out" / "doctor"):
        told = command(run_doctor.main)
    assert (told.code, len(told.err.splitlines())) == (1, 1)
    assert "Another doctor is running" in told.err


def test_warehouse_that_another_program_holds_is_told_with_its_process(
    command: Say, tmp_path: Path
) -> None:
    warehouse = tmp_path / "dev.duckdb"
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        told = command(land_raw_data.main, WAREHOUSE_PATH=str(warehouse))
        holder.communicate("\n")
    assert (told.code, len(told.err.splitlines())) == (2, 1)
    assert f"process {holder.pid}" in told.err
    assert "close it, or give another WAREHOUSE_PATH" in told.err


def test_folder_that_cannot_be_written_is_one_line(command: Say, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for main in (build_warehouse.main, run_doctor.main):
        told = command(main, PUBLISH_DIR=str(tmp_path / "file"))
        assert (told.code, len(told.err.splitlines())) == (1, 1)
        assert str(tmp_path / "file") in told.err


@pytest.mark.parametrize(
    ("value", "data_type", "cure"),
    [
        ("31/02/2025", "date", "no such day"),
        ("2025-02-30", "timestamp", "no such day"),
        ("31/03/2025", "date", "{slash_dates: {generic: day_first}}"),
        ("03/31/2025 10:00", "timestamp", "{slash_dates: {generic: month_first}}"),
        ("04/05/2025", "date", "day_first or month_first"),
        ("soon", "date", "write it as"),
        ("perhaps", "boolean", "true or false"),
        ("about five", "decimal(18,2)", "plain number"),
    ],
)
def test_a_value_comes_with_its_own_cure(value: str, data_type: str, cure: str) -> None:
    assert cure in mend_value(value, data_type, "generic")


def test_notes_speak_of_tests_and_anomalies_that_exist(project_root: Path) -> None:
    tests = {path.stem: path for path in (project_root / "tests").rglob("assert_*.sql")}
    marts = {path.stem for path in (project_root / "models/marts/quality").glob("*.sql")}
    assert set(NOTED_TESTS.values()) <= marts
    missing = {name for name in NOTED_TESTS if name not in tests}
    assert missing == set()
    anomalies = (project_root / "models/marts/quality/dq_date_anomalies.sql").read_text("utf-8")
    assert {name for name in ANOMALIES if f"'{name}'" not in anomalies} == set()


def test_settings_files_are_read_as_their_models_declare(project_root: Path) -> None:
    paths = sorted((project_root / "models" / "settings").glob("*.yml"))
    tables = [table for path in paths if (table := read_setting_table(path))]
    assert len(tables) == len(paths)
    assert [f"{t.folder}_{t.name}" for t in tables if not t.key or not t.columns] == []
