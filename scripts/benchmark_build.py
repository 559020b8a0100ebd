"""Build the demo at a given scale and print what it costs, per step and per layer.

Generates demo data (unless --raw-data-dir names landed files), lands and builds them into a scratch
warehouse, and sets the web models beside a hand-written baseline: one SQL statement over the same landed GA4
events that flattens them and counts sessions, with the same two threads. Prints the ratio; judges nothing.
--once leaves out the second build, which shows what a night without new data costs.

Example: python scripts/benchmark_build.py --scale 10
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
from lib.benchmark import (
    BASELINE_SQL,
    WEB_FOLDERS,
    MemorySamples,
    layer_lines,
    memory_of_children,
    node_seconds,
    seconds_below,
)
from lib.dbt_runs import dbt_executable
from lib.processes import StepCost, run_step
from lib.refresh import cost_lines
from lib.settings import PROJECT


def measure(
    raw: Path, folder: Path, as_of: str | None, builds: Sequence[str]
) -> tuple[list[StepCost], dict[str, MemorySamples], Path]:
    """Land and build in a scratch folder; the costs, the memory over time and dbt's target folder."""
    target = folder / "target"
    environ = {
        **os.environ,
        "WAREHOUSE_PATH": str(folder / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    land = [sys.executable, str(PROJECT / "scripts" / "land_raw_data.py")]
    land += ["--raw-data-dir", str(raw), "--warehouse", environ["WAREHOUSE_PATH"]]
    build = [dbt_executable(), "--no-use-colors", "build", "--exclude-resource-type", "unit_test"]
    build += ["--profiles-dir", "profiles"]
    if as_of:
        build += ["--vars", json.dumps({"as_of": as_of})]
    costs: list[StepCost] = []
    memory: dict[str, MemorySamples] = {}
    for name, command in (("land", land), *((name, build) for name in builds)):
        lines: list[str] = []
        with memory_of_children() as memory[name]:
            cost = run_step(name, command, cwd=PROJECT, environ=environ, on_line=lines.append)
        if cost.exit_code:
            raise RuntimeError(f"{name} ended with {cost.exit_code}:\n" + "\n".join(lines[-20:]))
        costs.append(cost)
        if name != "land":
            (target / "run_results.json").replace(target / f"{name}.json")
    return costs, memory, target


def baseline_seconds(warehouse: Path) -> float | None:
    """Wall time of the hand-written statement; None where no GA4 events landed."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set threads = 2")
        found = connection.execute(
            "select 1 from information_schema.tables"
            " where table_schema = 'raw_ga4' and table_name = 'events'"
        ).fetchall()
        if not found:
            return None
        started = time.monotonic()
        connection.execute(BASELINE_SQL).fetchall()
        return time.monotonic() - started


def main(argv: list[str] | None = None) -> int:
    """Exit 0 measured, 1 a step failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", default="1", help="scale of the demo data (default 1)")
    parser.add_argument("--as-of", default="2026-09-30", help="last day of the data")
    parser.add_argument("--raw-data-dir", type=Path, default=None, help="landed files to build")
    parser.add_argument("--once", action="store_true", help="leave the second build out")
    args = parser.parse_args(argv)
    builds = ["build"] if args.once else ["build", "build again"]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        folder = Path(scratch)
        costs: list[StepCost] = []
        raw = args.raw_data_dir
        try:
            if raw is None:
                raw = folder / "raw"
                make = [sys.executable, str(PROJECT / "scripts" / "generate_demo_data.py")]
                make += ["--out", str(raw), "--scale", args.scale, "--as-of", args.as_of]
                costs.append(run_step("demo", make, cwd=PROJECT, environ=os.environ, on_line=print))
            built, memory, target = measure(raw.absolute(), folder, args.as_of, builds)
        except RuntimeError as problem:
            print(problem, file=sys.stderr)
            return 1
        print("\n".join(cost_lines([*costs, *built])))
        for name in builds:
            nodes = node_seconds(target / f"{name}.json", target / "manifest.json")
            print(f"\n{name}, per layer:")
            print("\n".join(layer_lines(nodes, memory[name])))
            if name == "build":
                web = seconds_below(nodes, WEB_FOLDERS)
        baseline = baseline_seconds(folder / "warehouse.duckdb")
        if baseline:
            print(f"\nweb models {web:.1f} s, hand-written baseline {baseline:.1f} s", end="")
            print(f", ratio {web / baseline:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
