"""Make sure that there is something to land: the demo data where RAW_DATA_DIR is not given.

Reads RAW_DATA_DIR; writes data/demo once. A folder of the user's own is never touched.

Example: python scripts/prepare_raw_data.py
"""

from __future__ import annotations

import argparse
import os
import sys

from lib.demo_data import ensure_raw_data
from lib.settings import WrongUse, demo_as_of, read_settings


def main(argv: list[str] | None = None) -> int:
    """Exit 0 when the landing folder is there, 2 when RAW_DATA_DIR names none."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(argv)
    try:
        settings = read_settings(os.environ)
        made = ensure_raw_data(settings)
    except WrongUse as problem:
        print(problem, file=sys.stderr)
        return 2
    day = demo_as_of(settings.raw_data_dir)
    if made:
        print(f"Made demo data in {settings.raw_data_dir}.")
    if day and "as_of" not in settings.dbt_vars:
        print(f"Demo data end on {day}; with plain dbt give --vars '{{as_of: {day}}}'.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
