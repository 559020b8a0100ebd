"""Generate the demo data of a fictional Japanese B2B software company.

Simulates thirty months of marketing and sales up to --as-of, then writes what its systems
would export (salesforce/, hubspot/, ga4/, google_ads/, linkedin_ads/, generic/), the company's
own policy/ and mapping/ overlays, and what truly happened (truth/). Planted data faults are
listed in truth/traps.csv. The same arguments always give the same bytes. A folder made by an
earlier run is replaced; any other folder that is not empty is refused.

Example: python scripts/generate_demo_data.py --out data/demo --scale 0.05
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from demo.build import FolderInUseError, generate

PROJECT = Path(__file__).resolve().parent.parent


def _scale(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 20:
        raise argparse.ArgumentTypeError("give a number from 0.01 to 20")
    return value


def main(argv: list[str] | None = None) -> int:
    """Run the command; give 0 when the data is written, 2 when it was used wrongly."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=PROJECT / "data" / "demo")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=_scale, default=1.0)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 9, 30))
    arguments = parser.parse_args(argv)
    try:
        made = generate(arguments.out, arguments.seed, arguments.scale, arguments.as_of)
    except FolderInUseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{error} — choose a folder that can be written with --out\n")
        return 2
    sys.stdout.write(
        f"{arguments.out}: {made.people} people, {made.accounts} accounts, "
        f"{made.opportunities} opportunities, {made.sessions} sessions, "
        f"{made.traps} planted faults\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
