"""Audit a built warehouse with Great Expectations, by the rules of settings.policy_audit_rules.

Reads the marts and quality.dq_failing_rows of a warehouse file (default WAREHOUSE_PATH), read-only, and then
writes raw_audit.expectation_results into it; `dbt build --select tag:after_audit` turns that into
quality.dq_expectation_results and quality.dq_data_health. What is worse than at the last release is told from
the release in PUBLISH_DIR, or from --previous.

Example: python scripts/audit_warehouse.py --warehouse warehouse/dev.duckdb
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import duckdb
from lib.audit import as_json, run_audit, stop_lines, summary, warning_lines
from lib.audit_suite import AuditBroken
from lib.releases import WAREHOUSE, current_release
from lib.settings import PROJECT, WrongUse, read_settings

CLOSED, BROKEN = 1, 2


def main(argv: list[str] | None = None) -> int:
    """Exit 0 may be published, 1 the gate is closed, 2 wrong use or the audit could not be made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--warehouse", type=Path, default=None, help="DuckDB file to audit")
    parser.add_argument("--previous", type=Path, default=None, help="warehouse of the last release")
    parser.add_argument("--target", type=Path, default=None, help="dbt's target folder")
    parser.add_argument("--run-id", default="manual", help="name of the run in the results")
    parser.add_argument("--accept-worse", action="store_true", help="publish what became worse")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)
    try:
        settings = read_settings(os.environ)
        warehouse = args.warehouse or settings.warehouse_path
        if not warehouse.is_file():
            raise WrongUse(f"There is no warehouse to audit: {warehouse}")
        release = current_release(settings.publish_dir)
        previous = args.previous or (release / WAREHOUSE if release else None)
        target = args.target or Path(os.environ.get("DBT_TARGET_PATH") or PROJECT / "target")
        manifest_path = target / "manifest.json"
        manifest = (
            json.loads(manifest_path.read_text(encoding="utf-8")) if manifest_path.is_file() else {}
        )
        audit = run_audit(
            warehouse,
            args.run_id,
            manifest,
            previous if previous and previous.is_file() else None,
            accept_worse=args.accept_worse,
        )
    except (WrongUse, AuditBroken) as problem:
        print(problem, file=sys.stderr)
        return BROKEN
    except duckdb.Error as error:
        print(f"The warehouse cannot be audited: {error}", file=sys.stderr)
        return BROKEN
    if args.format == "json":
        print(as_json(audit))
    else:
        lines = [f"  {summary(audit)}", *warning_lines(audit), *stop_lines(audit)]
        print("\n".join(lines))
    return 0 if audit.is_open else CLOSED


if __name__ == "__main__":
    raise SystemExit(main())
