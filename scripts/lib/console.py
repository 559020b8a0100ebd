"""What a command says while it runs; both are flushed, because they are read meanwhile."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Progress for people."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Problems go to stderr."""
    print(line, file=sys.stderr, flush=True)
