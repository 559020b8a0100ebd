"""How to mend what cannot be read: one wording for the doctor and for the notes after a build."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")

REJECTION_FIXES = {
    "ragged_row": "quote fields that hold the delimiter, or repair the row",
    "malformed_quotes": 'write a quote inside a quoted field as ""',
    "unclosed_quote": "close the quoted field",
    "record_too_long": "split the record; 16 million characters is the limit",
    "undecodable_text": "save the file in one encoding, best UTF-8",
    "invalid_json": "write one complete JSON object per line",
    "not_an_object": "write one JSON object per line, not a list or a bare value",
}
NO_FILE = "the warehouse"


def kind_of(data_type: str) -> str:
    """A type in the words of people who do not know SQL."""
    if data_type in ("timestamp", "date"):
        return {"timestamp": "date or time", "date": "date"}[data_type]
    if data_type == "boolean":
        return "yes or no"
    return "whole number" if data_type in ("int", "integer", "bigint") else "number"


def is_day(year: str, month: str, day: str) -> bool:
    """Whether there is such a day."""
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def mend_value(value: str, data_type: str, system: str) -> str:
    """What to do about one value that its column's type cannot hold."""
    if data_type in ("timestamp", "date"):
        slashed = _SLASHED.match(value)
        if slashed:
            first, second, year = slashed.groups()
            readings = (is_day(year, second, first), is_day(year, first, second))
            if not any(readings):
                return "there is no such day: correct it in the source"
            order = "day_first or month_first"
            if not all(readings):
                order = "day_first" if readings[0] else "month_first"
            return f"say which order: DBT_VARS='{{slash_dates: {{{system}: {order}}}}}'"
        iso = _ISO.match(value)
        if iso and not is_day(*iso.groups()):
            return "there is no such day: correct it in the source"
        return "write it as 2026-03-31, or 2026-03-31T09:00:00Z"
    if data_type == "boolean":
        return "write true or false"
    return "write a plain number such as 1234.5"


def place(file: object, row: object) -> str:
    """Where a landed row stands; tables that another loader wrote have no file."""
    where = str(file) if file else NO_FILE
    return f"{where} row {row}" if row is not None else where


def mend_key(table: str, key: Iterable[str]) -> str:
    """How to give a table the key without which its rows cannot be told apart."""
    names = list(key) or ["<key>"]
    return f"export it, or name yours: DBT_VARS='{{column_overrides: {{{table}.{names[0]}: <your column>}}}}'"
