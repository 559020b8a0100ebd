"""Build the warehouse from landed files, audit it, and publish it if the audit passed.

Reads RAW_DATA_DIR (default data/demo, made on first use), PUBLISH_DIR (default warehouse) and DBT_VARS
(YAML for dbt --vars). Works in PUBLISH_DIR/work/<run_id>/ on a copy of the last release, so readers of
PUBLISH_DIR/current never wait and never see a half-built state. A failed audit publishes nothing, names
what failed and on which rows, and ends with 1. --accept-worse publishes once what became worse since the last
release by more than its rule allows. If WAREHOUSE_PATH is given, the published warehouse is
copied there as well.

Example: python scripts/build_warehouse.py --full-refresh
"""

from __future__ import annotations

import argparse
import os
import signal
from types import FrameType

from lib.console import complain, say
from lib.dbt_runs import dbt_executable
from lib.demo_data import ensure_raw_data
from lib.inspection import Inspector
from lib.privacy import check_hash_key
from lib.refresh import BuildFailed, Refresh, cost_lines, default_commands
from lib.releases import MARTS, ReleaseProblem, new_run_id
from lib.scorecard import ScorecardUnavailable, read_scorecard, render_text
from lib.settings import PROJECT, WrongUse, read_settings, vars_for_run
from lib.var_checks import require_sound_vars


def end_on_signal(number: int, _frame: FrameType | None) -> None:
    """Leave through the ordinary exits, so that the child ends with us."""
    raise SystemExit(128 + number)


def main(argv: list[str] | None = None) -> int:
    """Exit 0 published, 1 not published, 2 wrong use."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--full-refresh", action="store_true", help="build without the last release"
    )
    parser.add_argument(
        "--accept-worse", action="store_true", help="publish what became worse by a rule's margin"
    )
    parser.add_argument(
        "--run-id", default=None, help="name of the run (default: UTC time, random end)"
    )
    args = parser.parse_args(argv)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end_on_signal)
    try:
        settings = read_settings(os.environ)
        require_sound_vars(settings.dbt_vars)
        if ensure_raw_data(settings):
            say(f"made demo data in {settings.raw_data_dir}")
    except WrongUse as problem:
        complain(str(problem))
        return 2
    for note in check_hash_key(os.environ):
        complain(str(note))
    dbt_vars = vars_for_run(settings)
    refresh = Refresh(
        settings=settings,
        dbt_vars=dbt_vars,
        commands=default_commands(PROJECT, dbt_executable()),
        project=PROJECT,
        environ=os.environ,
        run_id=args.run_id or new_run_id(),
        say=say,
        complain=complain,
        full_refresh=args.full_refresh,
        accept_worse=args.accept_worse,
        inspector=Inspector(settings.raw_data_dir, PROJECT, dbt_vars),
    )
    try:
        release = refresh.run()
    except (BuildFailed, ReleaseProblem) as problem:
        complain(str(problem))
        return 1
    except OSError as problem:
        complain(f"Nothing was published, as a file or folder cannot be used: {problem}")
        return 1
    try:
        say("\n" + render_text(read_scorecard(release / MARTS)))
    except ScorecardUnavailable as problem:
        complain(str(problem))
    say("\n" + "\n".join(cost_lines(refresh.costs)))
    say(f"Published {release}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
