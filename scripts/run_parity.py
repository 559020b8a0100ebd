"""Build one demo on DuckDB and on Spark, and compare every mart row for row.

Makes demo data under --folder (default warehouse/parity, kept for a look afterwards), builds both engines
from it with every model and the tests of core and KPIs, and prints what each took and how many marts and
rows agree. With --nights 2 both run once more over the same files, with --nights 3 a third time after one
deal has got another amount and one page view is gone: after each night the engines must agree, and what
the night changed is said. --from-night goes on with the folder that an earlier call left.
Nothing that other commands use is touched.
Exit: 0 no difference, 1 a build failed, a mart differs, or a night without new data changed one; 2 wrong use.

Example: python scripts/run_parity.py --scale 0.2 --nights 3
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
from lib.dbt_runs import dbt_executable
from lib.java import JavaProblem, require_java
from lib.parity import as_lines, compare_nights, read_marts
from lib.processes import StepCost, run_step
from lib.refresh import cost_lines
from lib.settings import PROJECT
from lib.spark_build import dbt_build

AS_OF = "2026-09-30"
# Every model, and of the tests those of what dashboards read; the rules of the audit are models.
NODES = (
    *("resource_type:seed", "resource_type:snapshot", "resource_type:model"),
    *("path:models/marts/core,resource_type:test", "path:models/marts/kpi,resource_type:test"),
    *("path:tests/marts/core", "path:tests/marts/kpi"),
)


class StepFailed(Exception):
    """A step ended with something else than 0; it has said why."""


def main(argv: list[str] | None = None) -> int:
    """Exit 0 the same, 1 not, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", default="0.2", help="of the demo data (default 0.2)")
    parser.add_argument("--nights", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--from-night", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--folder", type=Path, default=PROJECT / "warehouse" / "parity")
    parser.add_argument(
        "--spark-python",
        type=Path,
        default=PROJECT / ".venv-spark" / "bin" / "python",
        help="the Python that has Spark (default: that of make build-spark)",
    )
    args = parser.parse_args(argv)
    # Not resolved: a link to the interpreter would lose its environment.
    spark_python = args.spark_python.absolute()
    if not spark_python.is_file():
        print(f"{spark_python} is not there: make parity sets it up", file=sys.stderr)
        return 2
    try:
        require_java(os.environ)
        nights = range(args.from_night, args.nights + 1)
        costs = run(args.folder.resolve(), args.scale, str(spark_python), nights)
    except (JavaProblem, StepFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n" + "\n".join(cost_lines(costs)))
    return 0


def run(folder: Path, scale: str, spark_python: str, nights: Sequence[int]) -> list[StepCost]:
    """All steps; StepFailed names the first that fails, the comparison included."""
    raw, spark, duck = folder / "raw", folder / "spark", folder / "duckdb"
    warehouse, yesterday = duck / "warehouse.duckdb", duck / "night_before.duckdb"
    manifest = duck / "target" / "manifest.json"
    environ = {
        **os.environ,
        "RAW_DATA_DIR": str(raw),
        "DBT_VARS": f"{{as_of: {AS_OF}}}",
        "SPARK_WORK_DIR": str(spark),
    }
    for name in ("SPARK_WAREHOUSE_DIR", "SPARK_LANDING_DIR", "SPARK_METASTORE_URIS"):
        environ.pop(name, None)
    on_duckdb = {
        "DBT_TARGET": "dev",
        "WAREHOUSE_PATH": str(warehouse),
        "DBT_TARGET_PATH": str(manifest.parent),
        "DBT_LOG_PATH": str(duck / "logs"),
    }
    costs: list[StepCost] = []

    def step(name: str, *command: str, **more: str) -> None:
        cost = run_step(
            name,
            command,
            cwd=PROJECT,
            environ={**environ, **more},
            on_line=lambda line: print(line, flush=True),
        )
        costs.append(cost)
        if cost.exit_code:
            raise StepFailed(f"{name} ended with {cost.exit_code}; what it wrote is in {folder}")

    def script(name: str) -> str:
        return str(PROJECT / "scripts" / name)

    dbt = (dbt_executable(), "--no-use-colors", "--quiet")
    build = dbt_build({"as_of": AS_OF}, NODES, indirect_selection="empty")
    part = ("--indirect-selection", "empty", "--select", *NODES)
    for night in nights:
        if night == 1:
            shutil.rmtree(folder, ignore_errors=True)
            duck.mkdir(parents=True)
            demo = ("--out", str(raw), "--scale", scale, "--as-of", AS_OF)
            step("demo", sys.executable, script("generate_demo_data.py"), *demo)
        else:
            shutil.copyfile(warehouse, yesterday)
        if night == 3:
            print("\n".join(change_two_rows(raw)))
        step(f"spark, night {night}", spark_python, script("build_spark.py"), *part)
        step(f"land, night {night}", sys.executable, script("land_raw_data.py"), **on_duckdb)
        step(f"duckdb, night {night}", *dbt, *build, **on_duckdb)
        compared = ("--warehouse", str(warehouse), "--manifest", str(manifest))
        step(f"compare, night {night}", spark_python, script("compare_engines.py"), *compared)
        if night > 1:
            tell_changes(night, yesterday, warehouse, manifest)
    return costs


def change_two_rows(raw: Path) -> list[str]:
    """Give one won deal 1,000 yen more and take one page view away; says what was done."""
    deals = raw / "salesforce" / "opportunity.csv"
    with deals.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    won = next(
        row
        for row in rows
        if (row["is_won"], row["is_deleted"], row["currency_iso_code"]) == ("true", "false", "JPY")
    )
    won["amount"] = str(int(won["amount"]) + 1000)
    with deals.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    day = sorted((raw / "ga4").glob("events_2*.parquet"))[0]
    rest = day.with_suffix(".rest")
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * exclude (place) from (select *, row_number() over "
            f"(partition by event_name order by event_timestamp) as place from '{day}') "
            f"where event_name != 'page_view' or place > 1) to '{rest}' (format parquet)"
        )
    rest.replace(day)
    return [f"{deals.name}: {won['id']} + 1,000 yen", f"{day.name}: one page view less"]


def tell_changes(night: int, before: Path, after: Path, manifest: Path) -> None:
    """Say which rows of which marts a night changed; without new data there must be none."""
    comparisons = compare_nights(before, after, read_marts(manifest))
    changed = [comparison for comparison in comparisons if not comparison.is_same]
    for comparison in changed:
        print(as_lines(comparison)[0])
    rows = sum(comparison.differing_rows for comparison in changed)
    print(f"night {night}: {rows:,} rows of {len(changed)} marts changed, alike on both engines")
    if night == 2 and changed:
        raise StepFailed("a night without new data changed rows")


if __name__ == "__main__":
    raise SystemExit(main())
