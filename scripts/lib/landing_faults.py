"""What is wrong with a landed folder as a whole: nothing to read, empty files, files passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from lib.landing_layout import split_system
from lib.notes import ERROR, WARNING, Note, some
from lib.settings_files import FOLDERS
from lib.var_checks import nearest

# `path:line: message — fix`, as the landing tells it.
_NOTICE = re.compile(r"^(?P<place>\S.*?):(?P<line>\d+): (?P<message>.+?) — (?P<fix>.+)$")
# Told with more detail elsewhere: rejected rows from their table, empty files from the list of files.
_TOLD_ELSEWHERE = ("the file is empty",)
PASSED_OVER = "0"


def nothing_landed(enabled: Sequence[str], folders: Sequence[str], known: Sequence[str]) -> Note:
    """The one fault with which no figure can be right: no enabled system has a table."""
    systems = [folder for folder in folders if folder not in FOLDERS]
    wanted = ", ".join(enabled)
    message = f"no enabled system ({wanted}) landed a table that the project knows"
    if not systems:
        fix = f"put files at RAW_DATA_DIR/{enabled[0] if enabled else '<system>'}/<table>.csv"
        return Note("systems", ERROR, "RAW_DATA_DIR", message + "; it holds no system folder", fix)
    message += f"; RAW_DATA_DIR holds {some(systems)}"
    off = [system for system in systems if system in known and system not in enabled]
    if off:
        fix = f"enable it: DBT_VARS='{{systems: [{', '.join(off)}]}}'"
    elif any(system in enabled for system in systems):
        fix = "name the files like the tables in models/staging/<system>/; make doctor says which"
    else:
        fix = nearest(systems[0], known, "systems")
    return Note("systems", ERROR, "RAW_DATA_DIR", message, fix)


def system_folders(root: Path) -> list[str]:
    """The systems that a landing folder's own folders name, whether they hold files or not."""
    folders = (path for path in root.iterdir() if path.is_dir() and path.name[0] != ".")
    return sorted({split_system(path.name)[0] for path in folders})


def check_empty_files(files: Iterable[Mapping[str, Any]]) -> Iterator[Note]:
    """Files without a byte, and files with a header alone."""
    for file in files:
        where = str(file.get("file"))
        if file["source_system"] in FOLDERS or file.get("row_count", 1):
            continue
        if not file["column_count"]:
            fix = "export it again with its header, or remove it"
            yield Note("files", WARNING, where, "the file is empty: it counts as absent", fix)
        else:
            fix = "export it again if rows were expected"
            yield Note("files", WARNING, where, "there is a header and no row", fix)


def check_landing_notices(notices: Iterable[str]) -> Iterator[Note]:
    """Files and folders that the landing passed over; its other notices are told from its tables."""
    for line in notices:
        found = _NOTICE.match(line)
        if found and found["line"] == PASSED_OVER and found["message"] not in _TOLD_ELSEWHERE:
            yield Note("files", WARNING, found["place"], found["message"], found["fix"])


def landed_tables(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Every relation of a warehouse, by schema and name in lower case."""
    rows = con.execute(
        "select lower(table_schema), lower(table_name) from information_schema.tables"
    ).fetchall()
    return {(str(schema), str(table)) for schema, table in rows}


def usable_systems(
    tables: set[tuple[str, str]],
    declared: Mapping[str, Sequence[str]],
    schemas: Mapping[str, str],
) -> list[str]:
    """The enabled systems of which at least one declared table is there to read."""
    return [
        system
        for system, names in declared.items()
        if any((schemas.get(system, f"raw_{system}").lower(), name) in tables for name in names)
    ]
