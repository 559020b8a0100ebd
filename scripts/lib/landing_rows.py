"""Read odd text files row by row, and write what is sound into a clean file that loads fast.

This is the definition of what a row is; the fast reader is only trusted where it gives the same.
Rows that cannot be kept are handed out with their place and reason, never dropped.
"""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from lib.landing_text import (
    MAX_RECORD_CHARS,
    Encoding,
    TextProfile,
    column_names,
    has_undecodable,
    open_text,
)

RAW_TEXT_CHARS = 500

_FIXES = {
    "ragged_row": "quote fields that hold the delimiter, or repair the row",
    "malformed_quotes": 'write a quote inside a quoted field as ""',
    "unclosed_quote": "close the quoted field",
    "record_too_long": "split the record; 16 million characters is the limit",
    "undecodable_text": "save the file in one encoding, best UTF-8",
    "invalid_json": "write one JSON object per line",
    "not_an_object": "write one JSON object per line",
}


@dataclass(frozen=True)
class Rejection:
    """A data record that could not be kept."""

    row_number: int
    line_number: int
    reason: str
    detail: str
    raw_text: str

    @property
    def fix(self) -> str:
        """What a person can do about it."""
        return _FIXES[self.reason]


Reject = Callable[[Rejection], None]


@dataclass
class CleanFile:
    """The sound rows of one file: `_row_number` first, then the columns in order."""

    path: Path
    columns: tuple[str, ...] = ()
    kept_count: int = 0
    row_count: int = 0
    keeps_empty_text: bool = False
    is_padded: bool = False


class _RecordTooLong(Exception):
    """A quoted field that does not end within any sensible record."""


class _Lines(Iterator[str]):
    """Lines of a file that remembers those of the current record and can take them back."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self._returned: deque[str] = deque()
        self._size = 0
        self.record: list[str] = []
        self.next_line_number = 1

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._handle)
        self.record.append(line)
        self.next_line_number += 1
        self._size += len(line)
        if self._size > MAX_RECORD_CHARS:
            raise _RecordTooLong
        return line

    def start_record(self) -> int:
        """Forget the last record; the number of the line on which the next one starts."""
        self.record.clear()
        self._size = 0
        return self.next_line_number

    def give_back_all_but_first(self) -> str:
        """A stray quote must cost its own line only, not the lines that it swallowed."""
        first, rest = self.record[0], self.record[1:]
        self._returned.extendleft(reversed(rest))
        self.next_line_number -= len(rest)
        self.record = [first]
        return first


def clean_delimited(
    source: Path, is_gzip: bool, profile: TextProfile, target: Path, reject: Reject
) -> CleanFile:
    """Write the sound rows of a CSV or TSV file to `target`, hand the others to `reject`."""
    result = CleanFile(target, columns=profile.header)
    width = len(profile.header)
    blanks: list[Rejection | list[str]] = []
    with (
        open_text(source, is_gzip, profile.encoding) as handle,
        target.open("w", encoding="utf-8", newline="") as clean,
    ):
        write = csv.writer(clean, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for record in _records(handle, profile):
            result.row_count += 1
            outcome = _check(record, result.row_count, width, profile.encoding)
            if not any(record.fields) and not record.fault:
                blanks.append(outcome)
                continue
            for kept in (*blanks, outcome):
                if isinstance(kept, Rejection):
                    reject(kept)
                else:
                    write(kept)
                    result.kept_count += 1
            blanks.clear()
    result.row_count -= len(blanks)
    return result


@dataclass(frozen=True)
class _Record:
    fields: list[str]
    line_number: int
    raw_text: str
    fault: str = ""


def _check(
    record: _Record, row_number: int, width: int, encoding: Encoding
) -> Rejection | list[str]:
    reason, detail = record.fault, ""
    if not reason and encoding.is_lossy and has_undecodable(record.raw_text):
        reason, detail = "undecodable_text", f"bytes that are not {encoding.label}"
    if not reason and len(record.fields) != width:
        reason = "ragged_row"
        detail = f"{len(record.fields)} where the header has {width} fields"
    if reason:
        raw_text = _shown(record.raw_text)
        return Rejection(row_number, record.line_number, reason, detail, raw_text)
    return [str(row_number), *record.fields]


def _shown(text: str) -> str:
    """The start of a raw text, with bytes that do not decode spelled out as `\\xff`."""
    raw = text[:RAW_TEXT_CHARS].encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "backslashreplace")[:RAW_TEXT_CHARS]


def _records(handle: TextIO, profile: TextProfile) -> Iterator[_Record]:
    """Every data record after the header; lines without anything on them are none."""
    csv.field_size_limit(MAX_RECORD_CHARS)
    lines = _Lines(handle)
    reader = csv.reader(lines, delimiter=profile.delimiter, strict=True)
    header_is_due = True
    while True:
        line_number = lines.start_record()
        fields: list[str] = []
        fault = ""
        try:
            fields = next(reader)
        except StopIteration:
            return
        except _RecordTooLong:
            fault = "record_too_long" if len(lines.record) == 1 else "unclosed_quote"
            lines.give_back_all_but_first()
        except csv.Error as error:
            is_open = "unexpected end of data" in str(error)
            fault = "unclosed_quote" if is_open else "malformed_quotes"
            lines.give_back_all_but_first()
        if not fault and (not fields or (len(fields) == 1 and not "".join(lines.record).strip())):
            continue
        if header_is_due:
            header_is_due = False
            continue
        yield _Record(fields, line_number, "".join(lines.record).rstrip("\r\n"), fault)


class _Number(str):
    """A JSON number in the very spelling of the file: `1.10` must not become `1.1`."""


def _json_text(value: object) -> str:
    """JSON text of a nested value, with numbers as spelled."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        items = (
            f"{json.dumps(key, ensure_ascii=False)}: {_json_text(value[key])}" for key in value
        )
        return "{" + ", ".join(items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _cell(value: object) -> str:
    """One clean-file field: null is nothing, an empty text is a pair of quotes."""
    if value is None:
        return ""
    if isinstance(value, _Number):
        return value
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return '"' + _json_text(value).replace('"', '""') + '"'


def clean_json_lines(
    source: Path, is_gzip: bool, encoding: Encoding, target: Path, reject: Reject
) -> CleanFile:
    """Write the objects of a JSON Lines file to `target`; columns in order of first appearance."""
    result = CleanFile(target, keeps_empty_text=True)
    decode = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number).decode
    keys: dict[str, None] = {}
    with (
        open_text(source, is_gzip, encoding) as handle,
        target.open("w", encoding="utf-8", newline="") as clean,
    ):
        for line_number, line in enumerate(handle, start=1):
            text = line.strip()
            if not text:
                continue
            result.row_count += 1
            reason, detail, value = _decode_object(text, decode, encoding)
            if reason:
                reject(Rejection(result.row_count, line_number, reason, detail, _shown(text)))
                continue
            if not value.keys() <= keys.keys():
                result.is_padded = result.is_padded or bool(result.kept_count)
                keys.update(dict.fromkeys(value))
            get = value.get
            clean.write(f"{result.row_count},{','.join([_cell(get(key)) for key in keys])}\n")
            result.kept_count += 1
    result.columns = column_names(list(keys))
    return result


def _decode_object(
    text: str, decode: object, encoding: Encoding
) -> tuple[str, str, dict[str, object]]:
    if encoding.is_lossy and has_undecodable(text):
        return "undecodable_text", f"bytes that are not {encoding.label}", {}
    try:
        value = decode(text)  # type: ignore[operator]
        if "\\ud" in text or "\\uD" in text:
            _json_text(value).encode()
    except UnicodeEncodeError:
        return "undecodable_text", "half of a surrogate pair", {}
    except RecursionError:
        return "invalid_json", "nested too deeply", {}
    except ValueError as error:
        return "invalid_json", str(error), {}
    if not isinstance(value, dict):
        return "not_an_object", f"a {type(value).__name__}", {}
    return "", "", value
