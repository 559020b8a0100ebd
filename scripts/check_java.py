"""Say whether the Java that Spark needs is here, before anything is installed for it.

Reads JAVA_HOME and PATH; writes nothing. Needs Python alone.
Exit: 0 there is Java 17 or 11, 1 there is none or another one.

Example: python3 scripts/check_java.py
"""

from __future__ import annotations

import argparse
import os
import sys

from lib.java import JavaProblem, require_java


def main(argv: list[str] | None = None) -> int:
    """Check; silence is consent."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(argv)
    try:
        require_java(os.environ)
    except JavaProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
