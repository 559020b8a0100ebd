"""Say what a landing folder holds and lacks, before anything is built.

Reads RAW_DATA_DIR and DBT_VARS; lands into a scratch database below PUBLISH_DIR/doctor and leaves the
warehouse alone. Tells the tables found and their freshness, absent tables and columns and the KPIs that
costs, rejected rows, values and words that nothing can read, currencies without a rate, and folders that
nothing reads.

Example: python scripts/run_doctor.py --format json
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import duckdb
from lib import doctor_facts
from lib.dbt_runs import dbt_executable
from lib.demo_data import ensure_raw_data
from lib.doctor import Facts, can_build, examine, render_text
from lib.landing_faults import system_folders
from lib.privacy import check_hash_key
from lib.processes import run_step
from lib.refresh import default_commands
from lib.releases import ReleaseProblem, publish_lock
from lib.settings import PROJECT, Settings, WrongUse, read_settings, vars_argument, vars_for_run
from lib.settings_files import check_settings_files
from lib.var_checks import default_vars, known_systems, require_sound_vars


class DoctorStopped(Exception):
    """A step that the doctor needs ended badly; the text holds its last words."""


def run(name: str, command: list[str], environ: dict[str, str]) -> list[str]:
    """Run a step quietly; its output is kept, and told only when it fails."""
    lines: list[str] = []
    cost = run_step(name, command, cwd=PROJECT, environ=environ, on_line=lines.append)
    if cost.exit_code:
        raise DoctorStopped(f"{name} ended with {cost.exit_code}:\n" + "\n".join(lines[-12:]))
    return lines


def gather(settings: Settings, scratch: Path) -> Facts:
    """Land into the scratch database, ask dbt what it sees, and look at the values."""
    warehouse = scratch / "doctor.duckdb"
    target = scratch / "target"
    scratch.mkdir(parents=True, exist_ok=True)
    for leftover in (warehouse, warehouse.with_name("doctor.duckdb.wal")):
        leftover.unlink(missing_ok=True)
    environ = {
        **os.environ,
        "RAW_DATA_DIR": str(settings.raw_data_dir),
        "WAREHOUSE_PATH": str(warehouse),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(scratch / "logs"),
    }
    commands = default_commands(PROJECT, dbt_executable())
    notices = run("landing", list(commands.land), environ)
    command = [*commands.dbt, "--no-use-colors", "run-operation", "report_landed_tables"]
    command += ["--profiles-dir", "profiles", *vars_argument(vars_for_run(settings))]
    report = run("dbt", command, environ)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    tables = doctor_facts.read_report(report, manifest)
    dbt_vars = {**default_vars(), **settings.dbt_vars}
    reporting = str(dbt_vars["reporting_currency"])
    con = duckdb.connect(str(warehouse), read_only=True)
    try:
        return Facts(
            enabled=[str(system) for system in dbt_vars["systems"]],
            known_systems=known_systems(),
            tables=tables,
            files=doctor_facts.rows_of(con, "select * from raw_landing.landed_files"),
            rejected=doctor_facts.rejected_rows(con),
            stamps=doctor_facts.newest_stamps(con, tables),
            unmapped=doctor_facts.unmapped_words(con, tables, PROJECT, settings.raw_data_dir),
            currencies=doctor_facts.used_currencies(con, tables),
            rated=doctor_facts.rated_currencies(con, tables, reporting),
            reporting_currency=reporting,
            overlays={
                folder: doctor_facts.names_in(settings.raw_data_dir / folder)
                for folder in ("policy", "mapping")
            },
            seeds={
                folder: doctor_facts.names_in(PROJECT / "seeds" / folder)
                for folder in ("policy", "mapping")
            },
            kpis=doctor_facts.catalog_kpis(PROJECT),
            folders=system_folders(settings.raw_data_dir),
            notices=notices,
            settings=[*check_settings_files(con, PROJECT), *check_hash_key(os.environ)],
        )
    finally:
        con.close()


def main(argv: list[str] | None = None) -> int:
    """Exit 0 when a build can run, 1 when it cannot, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)
    try:
        settings = read_settings(os.environ)
        require_sound_vars(settings.dbt_vars)
        ensure_raw_data(settings)
    except WrongUse as problem:
        print(problem, file=sys.stderr)
        return 2
    scratch = settings.publish_dir / "doctor"
    try:
        with publish_lock(scratch, "doctor"):
            try:
                notes = examine(gather(settings, scratch))
            finally:
                # The landed copy holds personal data; only dbt's parse state is worth keeping.
                (scratch / "doctor.duckdb").unlink(missing_ok=True)
                shutil.rmtree(scratch / "logs", ignore_errors=True)
    except (DoctorStopped, ReleaseProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"PUBLISH_DIR cannot be used: {problem}", file=sys.stderr)
        return 1
    if args.format == "json":
        is_able = can_build(notes)
        body = {"can_build": is_able, "findings": [asdict(note) for note in notes]}
        print(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        print(render_text(notes))
    return 0 if can_build(notes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
