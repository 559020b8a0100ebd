"""Write, audit, publish: what readers see after a good run, a failed audit and a killed run.

dbt and the landing are stand-ins that write a small warehouse, so that every ending can be planted.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from lib import releases
from lib.refresh import BuildFailed, Commands, Refresh, landing_summary
from lib.settings import Settings, WrongUse, parse_vars, read_settings, vars_argument, vars_for_run

STAND_IN_AUDIT = """
import os, sys
print("  1 pass")
ending = os.environ.get("STAND_IN_AUDIT", "open")
if ending == "worse" and "--accept-worse" in sys.argv:
    ending = "open"
if ending in ("fail", "worse"):
    print("fail: Rule (r): 3 of 9 (33.3%): critical")
    print("    row: crm_lead L1: no contact (generic/crm_leads.csv row 4)")
    sys.exit(1)
if ending == "crash":
    print("Traceback: no such module")
    sys.exit(1)
"""

STAND_IN_DBT = """
import json, os, pathlib, sys, time
import duckdb
mode = os.environ.get("STAND_IN", "good")
target = pathlib.Path(os.environ["DBT_TARGET_PATH"]); target.mkdir(parents=True, exist_ok=True)
if "tag:after_audit" in sys.argv and "--select" in sys.argv:
    (target / "results_built").write_text("yes")
    sys.exit(0)
(target / "arguments.json").write_text(json.dumps(sys.argv[1:]))
con = duckdb.connect(os.environ["WAREHOUSE_PATH"])
con.execute("create schema if not exists core")
con.execute("create schema if not exists kpi")
con.execute("create table if not exists core.runs (run int)")
con.execute("insert into core.runs select count(*) + 1 from core.runs")
con.execute("create or replace table core.dim_people as select 'p' as person_key, 'a@b.c' as email")
con.execute("create or replace table core.left_over as select 1 as run")
con.execute("create schema if not exists staging")
con.execute("create or replace table staging.stg as select 1 as run")
con.close()
if mode == "hang":
    print("hanging", flush=True)
    time.sleep(60)
model = {"resource_type": "model", "original_file_path": "m.sql", "compiled_path": "target/c.sql"}
nodes = {
    "model.p.runs": {**model, "schema": "core", "name": "runs", "columns": {"run": {}}},
    "model.p.dim_people": {**model, "schema": "core", "name": "dim_people",
        "columns": {"email": {"config": {"meta": {"pii": True}}}}},
    "test.p.grain": {**model, "resource_type": "test", "schema": "x", "name": "unique_grain_runs"},
}
if mode != "no_start":
    (target / "manifest.json").write_text(json.dumps({"nodes": nodes}))
    status = "fail" if mode == "fail" else "pass"
    (target / "run_results.json").write_text(json.dumps({"results": [
        {"unique_id": "model.p.runs", "status": "success"},
        {"unique_id": "test.p.grain", "status": status, "failures": 4, "message": "Got 4 results"},
    ]}))
else:
    print(json.dumps({"info": {"level": "error", "name": "X", "msg": "Compilation Error in m"}}))
sys.exit(0 if mode == "good" else 1)
"""


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A project folder with a stand-in dbt and a landing folder."""
    (tmp_path / "dbt.py").write_text(STAND_IN_DBT, encoding="utf-8")
    (tmp_path / "land.py").write_text("print('landed')", encoding="utf-8")
    (tmp_path / "audit.py").write_text(STAND_IN_AUDIT, encoding="utf-8")
    (tmp_path / "raw").mkdir()
    return tmp_path


def make_refresh(
    workplace: Path, run_id: str, mode: str = "good", audit: str = "open", **options: object
) -> Refresh:
    environ = {**os.environ, "STAND_IN": mode, "STAND_IN_AUDIT": audit}
    for name in ("RAW_DATA_DIR", "WAREHOUSE_PATH", "PUBLISH_DIR", "DBT_VARS", "DBT_TARGET_PATH"):
        environ.pop(name, None)
    settings = read_settings(
        {"RAW_DATA_DIR": str(workplace / "raw"), "PUBLISH_DIR": str(workplace / "out")}, workplace
    )
    return Refresh(
        settings=settings,
        dbt_vars={"as_of": "2025-12-31"},
        commands=Commands(
            land=[sys.executable, str(workplace / "land.py")],
            dbt=[sys.executable, str(workplace / "dbt.py")],
            audit=[sys.executable, str(workplace / "audit.py")],
        ),
        project=workplace,
        environ=environ,
        run_id=run_id,
        say=lambda line: None,
        complain=lambda line: None,
        **options,  # type: ignore[arg-type]
    )


def run_count(workplace: Path) -> int:
    con = duckdb.connect(str(workplace / "out" / "current" / "warehouse.duckdb"), read_only=True)
    count = con.execute("select count(*) from core.runs").fetchall()[0][0]
    con.close()
    return int(count)


def test_good_run_publishes_marts_parquet_and_a_private_warehouse(workplace: Path) -> None:
    release = make_refresh(workplace, "r1").run()
    assert (workplace / "out" / "current").resolve() == release.resolve()
    assert stat.S_IMODE((release / "warehouse.duckdb").stat().st_mode) == 0o600
    con = duckdb.connect(str(release / "marts.duckdb"), read_only=True)
    columns = con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal"
    ).fetchall()
    con.close()
    assert sorted(columns) == [("core", "dim_people", "person_key"), ("core", "runs", "run")]
    assert (release / "parquet" / "core" / "runs.parquet").exists()
    assert not list((workplace / "out" / "work").iterdir())


def test_marts_open_in_the_oldest_storage_version(workplace: Path) -> None:
    release = make_refresh(workplace, "r1").run()
    header = (release / "marts.duckdb").read_bytes()[8:24]
    assert header[:4] == b"DUCK"
    assert header[4] == 64


def test_next_run_goes_on_from_the_last_release(workplace: Path) -> None:
    make_refresh(workplace, "r1").run()
    make_refresh(workplace, "r2").run()
    assert run_count(workplace) == 2
    make_refresh(workplace, "r3", full_refresh=True).run()
    assert run_count(workplace) == 1
    arguments = json.loads((workplace / "target" / "arguments.json").read_text())
    assert "--full-refresh" in arguments


def test_failed_audit_publishes_nothing_and_names_the_check(workplace: Path) -> None:
    make_refresh(workplace, "r1").run()
    with pytest.raises(BuildFailed) as failure:
        make_refresh(workplace, "r2", mode="fail").run()
    message = str(failure.value)
    assert "unique_grain_runs: fail on 4 rows" in message
    assert str(workplace / "target" / "c.sql") in message
    assert "build-r2.log" in message
    assert (workplace / "out" / "current").resolve().name == "r1"
    make_refresh(workplace, "r3").run()
    assert run_count(workplace) == 2


def test_closed_gate_publishes_nothing_and_names_rule_row_and_file(workplace: Path) -> None:
    make_refresh(workplace, "r1").run()
    (workplace / "target" / "results_built").unlink()
    with pytest.raises(BuildFailed) as failure:
        make_refresh(workplace, "r2", audit="fail").run()
    message = str(failure.value)
    assert "fail: Rule (r): 3 of 9" in message
    assert "generic/crm_leads.csv row 4" in message
    assert (workplace / "out" / "current").resolve().name == "r1"
    # The results are built before the gate falls: the work file shows what was found.
    assert (workplace / "target" / "results_built").exists()


def test_audit_that_crashes_is_no_open_gate(workplace: Path) -> None:
    with pytest.raises(BuildFailed, match=r"audit ended with 1[\s\S]+no such module"):
        make_refresh(workplace, "r1", audit="crash").run()
    assert not (workplace / "out" / "current").exists()


def test_what_became_worse_is_published_when_accepted(workplace: Path) -> None:
    with pytest.raises(BuildFailed):
        make_refresh(workplace, "r1", audit="worse").run()
    release = make_refresh(workplace, "r2", audit="worse", accept_worse=True).run()
    assert release.name == "r2"


def test_dbt_that_does_not_start_is_told_in_its_own_words(workplace: Path) -> None:
    with pytest.raises(BuildFailed, match="Compilation Error in m"):
        make_refresh(workplace, "r1", mode="no_start").run()
    assert not (workplace / "out" / "current").exists()


def test_failed_landing_publishes_nothing(workplace: Path) -> None:
    (workplace / "land.py").write_text("raise SystemExit(2)", encoding="utf-8")
    with pytest.raises(BuildFailed, match="Landing ended with 2"):
        make_refresh(workplace, "r1").run()
    assert not (workplace / "out" / "current").exists()


def test_killed_run_leaves_readers_alone_and_the_next_one_works(workplace: Path) -> None:
    make_refresh(workplace, "r1").run()
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from pathlib import Path\n"
        "from test_build_warehouse import make_refresh\n"
        "make_refresh(Path(sys.argv[3]), 'r2', mode='hang').run()"
    )
    here = Path(__file__).parent
    scripts = here.parent.parent / "scripts"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(scripts), str(here), str(workplace)]
    )
    log = workplace / "out" / "logs" / "build-r2.log"
    table = workplace / "out" / "work" / "r2" / "warehouse.duckdb"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (log.exists() and table.exists()):
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert table.exists()
    assert (workplace / "out" / "current").resolve().name == "r1"
    make_refresh(workplace, "r3").run()
    assert run_count(workplace) == 2
    assert not table.exists()


def test_two_runs_never_write_at_once(workplace: Path) -> None:
    root = workplace / "out"
    root.mkdir()
    with (root / "publish.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(releases.ReleaseProblem, match="Another build is running"):
            make_refresh(workplace, "r1").run()


def test_three_releases_are_kept_and_a_rolled_back_one_is_never_removed(workplace: Path) -> None:
    for number in range(1, 4):
        make_refresh(workplace, f"r{number}").run()
    root = workplace / "out"
    releases.point_current_to(root, root / "releases" / "r1")
    make_refresh(workplace, "r4").run()
    assert sorted(path.name for path in (root / "releases").iterdir()) == ["r2", "r3", "r4"]
    assert run_count(workplace) == 2


def test_a_reader_keeps_its_release_while_the_link_flips(workplace: Path) -> None:
    make_refresh(workplace, "r1").run()
    path = str(workplace / "out" / "current" / "marts.duckdb")
    con = duckdb.connect(path, read_only=True)
    make_refresh(workplace, "r2").run()
    assert con.execute("select count(*) from core.runs").fetchall() == [(1,)]
    con.close()
    con = duckdb.connect(path, read_only=True)
    assert con.execute("select count(*) from core.runs").fetchall() == [(2,)]
    con.close()


def test_given_warehouse_path_receives_the_published_warehouse(workplace: Path) -> None:
    refresh = make_refresh(workplace, "r1")
    wanted = workplace / "mine" / "w.duckdb"
    environ = {"PUBLISH_DIR": str(workplace / "out"), "WAREHOUSE_PATH": str(wanted)}
    refresh.settings = read_settings({**environ, "RAW_DATA_DIR": str(workplace / "raw")}, workplace)
    refresh.run()
    con = duckdb.connect(str(wanted), read_only=True)
    assert con.execute("select count(*) from core.runs").fetchall() == [(1,)]
    con.close()


def test_landing_is_told_in_one_line() -> None:
    lines = [
        "raw_a.b: 1,200 rows from 2 files, 3 rejected",
        "x.csv:1: odd",
        "raw_a.c: 1 row from 1 file, 0 rejected",
    ]
    assert landing_summary(lines) == "2 tables, 1,201 rows, 3 rejected"


def test_relative_paths_start_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"RAW_DATA_DIR": "raw", "WAREHOUSE_PATH": ""}, Path("/project"))
    assert settings.raw_data_dir == tmp_path / "raw"
    assert settings.is_default_warehouse


def test_vars_survive_quotes_and_spaces() -> None:
    text = '{systems: [generic], as_of: 2025-12-31, column_overrides: {a.b.c: "Won\'t say"}}'
    dbt_vars = parse_vars(text)
    assert dbt_vars["as_of"] == "2025-12-31"
    flag, argument = vars_argument(dbt_vars)
    assert flag == "--vars"
    assert json.loads(argument)["column_overrides"] == {"a.b.c": "Won't say"}


@pytest.mark.parametrize("text", ["[generic]", "{as_of: ", "generic"])
def test_vars_that_are_no_mapping_are_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse, match="DBT_VARS"):
        parse_vars(text)


def demo_settings(folder: Path, dbt_vars: str) -> Settings:
    (folder / ".demo_data").write_text('{"as_of": "2026-09-30", "seed": 7}', encoding="utf-8")
    return read_settings({"RAW_DATA_DIR": str(folder), "DBT_VARS": dbt_vars}, folder)


def test_demo_data_bring_their_own_as_of_unless_one_is_given(tmp_path: Path) -> None:
    assert vars_for_run(demo_settings(tmp_path, ""))["as_of"] == "2026-09-30"
    assert vars_for_run(demo_settings(tmp_path, "{as_of: 2026-01-01}"))["as_of"] == "2026-01-01"
