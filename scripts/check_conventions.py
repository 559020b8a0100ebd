"""Check the project's conventions over dbt's manifest and the files.

Reads a manifest that `dbt parse` wrote, and the models, macros, tests and yml files; writes nothing.
Findings go to stderr as `path:line: message — how to fix [check]`.

Example: python scripts/check_conventions.py --manifest target/check/manifest.json --format json
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from lib import convention_files, convention_layers, convention_models
from lib.conventions import Check, read_project, run_checks
from lib.settings import PROJECT

CHECKS: dict[str, Check] = {
    "names": convention_layers.check_names,
    "reads": convention_layers.check_reads,
    "grain": convention_models.check_grain,
    "descriptions": convention_models.check_descriptions,
    "contracts": convention_models.check_contracts,
    "columns": convention_models.check_columns,
    "personal_data": convention_models.check_personal_data,
    "words": convention_models.check_words,
    "kpis": convention_models.check_kpis,
    "yml_keys": convention_files.check_yml_keys,
    "yml_beside_sql": convention_files.check_yml_beside_sql,
    "unit_tests": convention_files.check_unit_tests,
    "macros": convention_files.check_macros,
    "test_files": convention_files.check_test_files,
}


def main(argv: list[str] | None = None) -> int:
    """Exit 0 clean, 1 findings, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--manifest", type=Path, default=PROJECT / "target" / "manifest.json")
    parser.add_argument("--project", type=Path, default=PROJECT, help="the project's folder")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)
    if not args.manifest.is_file():
        print(f"There is no manifest at {args.manifest}: run dbt parse first.", file=sys.stderr)
        return 2
    project = read_project(args.manifest, args.project)
    findings = run_checks(project, CHECKS)
    if args.format == "json":
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding, file=sys.stderr)
        print(f"{len(project.models)} models, {len(CHECKS)} checks, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
