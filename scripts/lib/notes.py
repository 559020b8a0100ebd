"""A finding for people: where, what, how grave, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ERROR, WARNING, INFO = "error", "warning", "info"
MARKS = {ERROR: "x", WARNING: "!", INFO: " "}


@dataclass(frozen=True)
class Note:
    """One finding: what, how grave, and what to do about it."""

    section: str
    level: str
    subject: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        """The one-line form."""
        fix = f" — {self.fix}" if self.fix else ""
        return f" {MARKS[self.level]} {self.subject}: {self.message}{fix}"


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is one."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def some(words: Sequence[str], limit: int = 8) -> str:
    """The first words of a list, and how many more there are."""
    more = len(words) - limit
    return ", ".join(words[:limit]) + (f" and {more:,} more" if more > 0 else "")


def has_errors(notes: Iterable[Note]) -> bool:
    """Whether anything was found that a build must not go on with."""
    return any(note.level == ERROR for note in notes)
