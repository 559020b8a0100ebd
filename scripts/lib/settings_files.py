"""Reads the user's own settings files (mapping/, policy/) against what the project declares of each.

dbt tests the same on the built tables; said here, before the build, it names the file, row, column and word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml
from lib.docs_pages import read_rows
from lib.mending import place
from lib.notes import ERROR, Note, some
from lib.var_checks import nearest

FOLDERS = ("mapping", "policy")
NO_TEXT = ("", "NULL", "null", "\\N")
SHOWN_PER_FILE = 5
LONG_LIST = 12
_REF = re.compile(r"ref\('(?P<model>\w+)'\)")


@dataclass(frozen=True)
class SettingColumn:
    """One column of a settings table and what it may hold."""

    name: str
    is_needed: bool
    accepted: tuple[str, ...] = ()
    # The settings table and column that lists the accepted words, where another table does.
    listed_in: tuple[str, str] | None = None


@dataclass(frozen=True)
class SettingTable:
    """A settings table as its yml declares it."""

    folder: str
    name: str
    key: tuple[str, ...]
    columns: tuple[SettingColumn, ...]


def bare(text: str) -> str:
    """A header by its letters and digits, as the project compares them."""
    return re.sub(r"[\W_]+", "", text.lower())


def folded(text: str) -> str:
    """A word as mappings compare it: width folded, trimmed, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_setting_table(path: Path) -> SettingTable | None:
    """A settings model's yml; None where there is none."""
    if not path.is_file():
        return None
    model = yaml.safe_load(path.read_text(encoding="utf-8"))["models"][0]
    folder, _, name = str(model["name"]).partition("_")
    key: tuple[str, ...] = ()
    for test in model.get("data_tests") or []:
        if isinstance(test, dict) and "unique_grain" in test:
            key = tuple(test["unique_grain"]["arguments"]["columns"])
    columns = tuple(_read_column(column) for column in model.get("columns") or [])
    return SettingTable(folder, name, key, columns)


def _read_column(column: Mapping[str, Any]) -> SettingColumn:
    is_needed = False
    accepted: tuple[str, ...] = ()
    listed_in = None
    for test in column.get("data_tests") or []:
        name = test if isinstance(test, str) else next(iter(test))
        arguments = {} if isinstance(test, str) else test[name].get("arguments") or {}
        if name == "not_null":
            is_needed = True
        elif name == "accepted_values":
            accepted = tuple(str(value) for value in arguments["values"])
        elif name == "relationships":
            found = _REF.search(arguments["to"])
            listed_in = (found["model"], arguments["field"]) if found else None
    return SettingColumn(str(column["name"]), is_needed, accepted, listed_in)


def check_setting(
    table: SettingTable,
    rows: Sequence[Mapping[str, Any]],
    headers: Iterable[str],
    listed: Mapping[tuple[str, str], Sequence[str]],
) -> Iterator[Note]:
    """Every cell of a user's settings file that the project cannot use."""
    spellings = {bare(name): name for name in headers}
    where = f"{table.folder}/{table.name}"
    for column in table.columns:
        header = spellings.get(bare(column.name))
        if header is None:
            if column.is_needed:
                fix = (
                    "add it; * stands for any"
                    if column.name in ("source_system", "pipeline")
                    else ""
                )
                known = [name for name in headers if not name.startswith("_")]
                message = f"there is no column {column.name} (only {', '.join(known)})"
                yield Note("settings", ERROR, where, message, fix or "add it")
            continue
        accepted = column.accepted or tuple(listed.get(column.listed_in or ("", ""), ()))
        for row in rows:
            value = str(row[header] or "").strip()
            subject = f"{place(row['_file'], row['_row_number'])}, {column.name}"
            if value in NO_TEXT:
                if column.is_needed:
                    yield Note("settings", ERROR, subject, "it is empty", "fill it")
            elif accepted and value not in accepted:
                yield Note(
                    "settings", ERROR, subject, f"{value!r} is unknown", _hint(value, accepted)
                )
    yield from _check_key(table, rows, spellings)


def _hint(value: str, accepted: Sequence[str]) -> str:
    if folded(value) in accepted:
        return f"write {folded(value)}"
    hint = nearest(folded(value), accepted, "words")
    shown = some(sorted(accepted), LONG_LIST)
    return hint if hint.startswith("known") else f"{hint} (one of {shown})"


def _check_key(
    table: SettingTable, rows: Sequence[Mapping[str, Any]], spellings: Mapping[str, str]
) -> Iterator[Note]:
    """A key that stands twice with different meanings; the same row twice is one."""
    if not table.key or any(bare(name) not in spellings for name in table.key):
        return
    seen: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(folded(str(row[spellings[bare(name)]] or "")) for name in table.key)
        first = seen.setdefault(key, row)
        names = [column.name for column in table.columns if column.name not in table.key]
        if any(
            first.get(spellings.get(bare(name), "")) != row.get(spellings.get(bare(name), ""))
            for name in names
        ):
            words = ", ".join(key)
            message = f"{words!r} stands in row {first['_row_number']} already with another meaning"
            yield Note(
                "settings", ERROR, place(row["_file"], row["_row_number"]), message, "keep one"
            )


def check_settings_files(con: duckdb.DuckDBPyConnection, project: Path) -> list[Note]:
    """All faults in the settings files that landed in a warehouse."""
    landed = con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_schema in ('raw_mapping', 'raw_policy') order by all"
    ).fetchall()
    tables = {(str(schema)[4:], str(name)): _landed(con, schema, name) for schema, name in landed}
    notes: list[Note] = []
    for (folder, name), (headers, rows) in tables.items():
        path = project / "models" / "settings" / f"{folder}_{name}.yml"
        table = read_setting_table(path)
        if table is None:
            continue
        listed = {
            column.listed_in: _listed_words(column.listed_in, tables, project)
            for column in table.columns
            if column.listed_in
        }
        found = list(check_setting(table, rows, headers, listed))
        notes += found[:SHOWN_PER_FILE]
        if len(found) > SHOWN_PER_FILE:
            message = f"{len(found) - SHOWN_PER_FILE} more faults like these"
            notes.append(Note("settings", ERROR, f"{folder}/{name}", message))
    return notes


Landed = tuple[list[str], list[dict[str, Any]]]


def _landed(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> Landed:
    cursor = con.execute(f'select * from "{schema}"."{name}" order by _file, _row_number')
    headers = [str(column[0]) for column in cursor.description or []]
    return headers, [dict(zip(headers, row, strict=True)) for row in cursor.fetchall()]


def _listed_words(
    listed_in: tuple[str, str], tables: Mapping[tuple[str, str], Landed], project: Path
) -> list[str]:
    """The words of another settings table: those shipped and the user's own."""
    model, column = listed_in
    folder, _, name = model.partition("_")
    words = [row[column] for row in read_rows(project / "seeds" / folder / f"{name}.csv")]
    headers, rows = tables.get((folder, name), ([], []))
    own = [header for header in headers if bare(header) == bare(column)]
    return words + [folded(str(row[header] or "")) for row in rows for header in own]
