"""Land the raw files of every source system into the DuckDB warehouse.

Reads DIR/<system>[@<instance>]/<table>.{csv,tsv,jsonl}[.gz] and .parquet, where <table>/ may be a
folder of parts, and the overlays DIR/policy/ and DIR/mapping/. <table>_YYYYMMDD is the shard of one
day: all shards of a table are one table, and the day is their batch. Writes one table per source
table to schema raw_<system>: every column as text under the header's own spelling, then
_source_instance, _file, _batch and _row_number. Parquet is viewed in place. Schema raw_landing holds
what was landed (landed_files), the rows that could not be kept (rejected_rows) and public holidays
(holidays).

Each call lands everything anew in one transaction: what vanished from DIR is dropped, and a call
that is cut short leaves the warehouse as it was. Rejected rows are reported, not a failure.
Exit: 0 landed, 1 a file cannot be read (nothing was changed), 2 wrong use.

Example: land_raw_data.py --raw-data-dir data/demo --warehouse warehouse/dev.duckdb
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from lib.landing import LandingError, LandingReport, UsageError, land

PROJECT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Parse the arguments, land, and say what happened."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--raw-data-dir",
        type=Path,
        default=Path(os.environ.get("RAW_DATA_DIR") or PROJECT / "data" / "demo"),
        help="folder with the landed files (default: $RAW_DATA_DIR, else data/demo)",
    )
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("WAREHOUSE_PATH") or PROJECT / "warehouse" / "dev.duckdb"),
        help="DuckDB file to write to (default: $WAREHOUSE_PATH, else warehouse/dev.duckdb)",
    )
    parser.add_argument("--country", default="JP", help="country of the holidays (default: JP)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(argv)
    try:
        report = land(options.raw_data_dir, options.warehouse, options.country)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except LandingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for notice in report.notices:
        sys.stderr.write(f"{notice}\n")
    sys.stdout.write(_as_json(report) if options.format == "json" else _as_text(report))
    return 0


def _as_json(report: LandingReport) -> str:
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"


def _as_text(report: LandingReport) -> str:
    lines = []
    for table in report.tables:
        files = f"{table.file_count} file{'' if table.file_count == 1 else 's'}"
        ending = {"view": ", viewed in place", "none": ", empty: no table"}.get(table.kind, "")
        lines.append(
            f"{table.schema}.{table.table}: {table.row_count:,} rows from {files}, "
            f"{table.rejected_count:,} rejected{ending}\n"
        )
    return "".join(lines) or "nothing to land: the folder holds no system folder with files\n"


if __name__ == "__main__":
    sys.exit(main())
