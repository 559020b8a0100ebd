"""Print this fiscal year's KGIs and KPIs beside last year's.

Reads kpi.kpi_values and core.dim_kpis of the published marts (PUBLISH_DIR/current/marts.duckdb) or of any
warehouse file, read-only; writes nothing. `*` marks cohorts that are not mature yet.

Example: python scripts/show_scorecard.py --warehouse warehouse/current/marts.duckdb --format json
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from lib.releases import MARTS
from lib.scorecard import ScorecardUnavailable, read_scorecard, render_text
from lib.settings import WrongUse, read_settings


def main(argv: list[str] | None = None) -> int:
    """Exit 0 shown, 1 nothing to show, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--warehouse", type=Path, default=None, help="DuckDB file to read")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args(argv)
    try:
        warehouse = args.warehouse or read_settings(os.environ).publish_dir / "current" / MARTS
        card = read_scorecard(warehouse)
    except WrongUse as problem:
        print(problem, file=sys.stderr)
        return 2
    except ScorecardUnavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    if args.format == "json":
        print(json.dumps(asdict(card), ensure_ascii=False, default=str, indent=2))
    else:
        print(render_text(card))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
