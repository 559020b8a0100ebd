"""Compare the marts of a DuckDB warehouse with those of the Spark catalog, row for row.

Both must have been built from the same raw data with the same vars. Every table of core, kpi and quality is
read from Spark (SPARK_WORK_DIR and the other variables of docs/engines.md), written as Parquet to a scratch
folder of SPARK_WORK_DIR and compared there: rows are paired by the grain that the model declares; money,
counts, dates and text must be the same, doubles within 1e-9. Prints the first differing rows of each mart
that differs, then the number of marts and rows compared.
Exit: 0 no difference, 1 a mart differs or cannot be compared, 2 wrong use.

Example: python scripts/compare_engines.py --warehouse warehouse/dev.duckdb --manifest target/manifest.json
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from lib.java import JavaProblem, require_java
from lib.parity import Comparison, as_lines, compare_marts, export_marts, read_marts
from lib.settings import PROJECT, WrongUse
from lib.spark_session import iceberg_jar, open_session, session_settings, spark_environ


def show(comparison: Comparison) -> None:
    """Say what came of one mart, as it comes."""
    print("\n".join(as_lines(comparison)), flush=True)


def main(argv: list[str] | None = None) -> int:
    """Exit 0 the same, 1 a difference, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--warehouse", type=Path, required=True, help="DuckDB file to compare with")
    parser.add_argument(
        "--manifest",
        type=Path,
        default=PROJECT / "target" / "manifest.json",
        help="of either build",
    )
    args = parser.parse_args(argv)
    for path in (args.warehouse, args.manifest):
        if not path.is_file():
            print(f"{path} is not there", file=sys.stderr)
            return 2
    try:
        require_java(os.environ)
        comparisons = compare(args.warehouse, args.manifest)
    except WrongUse as problem:
        print(problem, file=sys.stderr)
        return 2
    except JavaProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    rows = sum(comparison.row_count for comparison in comparisons)
    differing = [comparison for comparison in comparisons if not comparison.is_same]
    print(f"{len(comparisons)} marts and {rows:,} rows compared, {len(differing)} marts differ")
    return 1 if differing or not comparisons else 0


def compare(warehouse: Path, manifest: Path) -> list[Comparison]:
    """Export from Spark, then compare in DuckDB."""
    environ = spark_environ(os.environ, PROJECT, iceberg_jar())
    os.environ.update(environ)
    work = Path(environ["SPARK_WORK_DIR"])
    marts = read_marts(manifest)
    scratch = work / "parity"
    session = open_session(
        session_settings(PROJECT / "profiles" / "profiles.yml", environ),
        work / "logs" / "parity.log",
        work / "session.pid",
    )
    try:
        export_marts(session, marts, scratch)
        return compare_marts(warehouse.resolve(), scratch, marts, show)
    finally:
        session.stop()
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
