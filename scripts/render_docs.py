"""Render the generated docs pages: docs/kpi_glossary.md and docs/layer_dag.mmd.

Reads the KPI catalog's seeds and a manifest that `dbt parse` wrote. With --check nothing is written and
the exit code is 1 when a page is stale.

Example: python scripts/render_docs.py --check --manifest target/check/manifest.json
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from lib.docs_pages import render_pages
from lib.settings import PROJECT


def main(argv: list[str] | None = None) -> int:
    """Exit 0 up to date or written, 1 stale, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--manifest", type=Path, default=PROJECT / "target" / "manifest.json")
    parser.add_argument("--project", type=Path, default=PROJECT, help="the project's folder")
    parser.add_argument("--check", action="store_true", help="only say whether pages are stale")
    args = parser.parse_args(argv)
    if not args.manifest.is_file():
        print(f"There is no manifest at {args.manifest}: run dbt parse first.", file=sys.stderr)
        return 2
    manifest = json.loads(args.manifest.read_text(encoding="utf-8"))
    stale = 0
    for name, text in render_pages(args.project, manifest).items():
        path = args.project / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if args.check:
            print(f"{name}:1: the page is stale — run make docs", file=sys.stderr)
            stale += 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
