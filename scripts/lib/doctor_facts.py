"""Gathers the doctor's facts from a scratch warehouse, dbt's report and the project's files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from lib.docs_pages import read_rows
from lib.doctor import LandedTable
from lib.doctor_knowledge import LOADER_STAMPS, MAPPED_WORDS
from lib.settings_files import folded

PREFIX = "landed_table: "
EVERY_SYSTEM = "*"


def read_report(lines: Iterable[str], manifest: Mapping[str, Any]) -> list[LandedTable]:
    """The tables that the dbt operation reported, with the ports that they feed."""
    feeds = ports_by_table(manifest)
    tables = []
    for line in lines:
        if PREFIX not in line:
            continue
        facts = json.loads(line.split(PREFIX, 1)[1])
        facts["columns"] = tuple(facts["columns"])
        facts["key"] = tuple(facts["key"])
        facts["samples"] = tuple(facts.get("samples", ()))
        ports = tuple(sorted(feeds.get((facts["system"], facts["table"]), ())))
        tables.append(LandedTable(**facts, ports=ports))
    return sorted(tables, key=lambda table: table.name)


def ports_by_table(manifest: Mapping[str, Any]) -> dict[tuple[str, str], set[str]]:
    """Which ports (stg_<system>__<port>) are made from which source table, from dbt's own lineage."""
    children: Mapping[str, list[str]] = manifest["child_map"]
    feeds: dict[tuple[str, str], set[str]] = {}
    for unique_id, source in manifest["sources"].items():
        found: set[str] = set()
        waiting = list(children.get(unique_id, []))
        while waiting:
            child = waiting.pop()
            name = child.split(".")[-1]
            if not name.startswith(("base_", "stg_")):
                continue
            readers = [name for name in children.get(child, []) if name.startswith("model.")]
            # A staging model that staging alone reads is a step on the way to a port.
            if name.startswith("stg_") and not (readers and all(map(is_staging, readers))):
                found.add(name.split("__", 1)[-1])
            waiting += readers
        feeds[(source["source_name"], source["name"])] = found
    return feeds


def is_staging(unique_id: str) -> bool:
    """Whether a model is a port, or a step towards one."""
    return unique_id.split(".")[-1].startswith("stg_")


def rows_of(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Query results by column name."""
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def rejected_rows(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Rejected rows by file and reason."""
    return rows_of(
        con,
        "select file, reason, count(*) as row_count, min(line_number) as line_number "
        "from raw_landing.rejected_rows group by file, reason order by file, reason",
    )


def value_of(column: Mapping[str, Any]) -> str:
    """SQL for a landed value as text, wherever the loader put it."""
    if column["is_json"]:
        keys = column.get("json_keys") or [column["landed"]]
        values = [f"json_extract_string(properties, '$.\"{key}\"')" for key in keys]
        return f"coalesce({', '.join(values)})" if len(values) > 1 else values[0]
    name = str(column["landed"]).replace('"', '""')
    return f'trim(cast("{name}" as varchar))'


def relation_of(table: LandedTable) -> str:
    """The landed relation, quoted."""
    return f'"{table.schema}"."{table.table}"'


def distinct_words(
    con: duckdb.DuckDBPyConnection,
    table: LandedTable,
    name: str,
    only: tuple[str, str] | None = None,
) -> dict[str, int]:
    """The words of a column with their number of rows; empty where it did not land."""
    column = table.column(name)
    if not table.is_found or column is None or not column["landed"]:
        return {}
    where = "true"
    if only:
        filtered = table.column(only[0])
        if filtered is None or not filtered["landed"]:
            return {}
        where = f"lower({value_of(filtered)}) = '{only[1]}'"
    query = (
        f"select {value_of(column)} as word, count(*) as row_count from {relation_of(table)} "
        f"where {where} and coalesce({value_of(column)}, '') <> '' group by 1"
    )
    return {row["word"]: row["row_count"] for row in rows_of(con, query)}


def mapping_words(root: Path, raw_data_dir: Path, mapping: str) -> dict[str, set[str]]:
    """The words that a mapping knows per system, shipped ones and the user's own."""
    known: dict[str, set[str]] = {}
    for path in (
        root / "seeds" / "mapping" / f"{mapping}.csv",
        raw_data_dir / "mapping" / f"{mapping}.csv",
    ):
        for row in read_overlay(path):
            system = folded(row.get("source_system") or EVERY_SYSTEM)
            known.setdefault(system, set()).add(folded(row.get("source_value") or ""))
    return known


def read_overlay(path: Path) -> Iterator[dict[str, str]]:
    """A mapping file's rows; Excel in Japan saves UTF-8 with a BOM, or Shift_JIS."""
    if not path.is_file():
        return
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", errors="replace")
    yield from csv.DictReader(text.splitlines())


def unmapped_words(
    con: duckdb.DuckDBPyConnection, tables: Sequence[LandedTable], root: Path, raw_data_dir: Path
) -> list[dict[str, Any]]:
    """Landed words that no mapping translates, most frequent first."""
    found = []
    for table in tables:
        for words in MAPPED_WORDS:
            if words.table != table.table:
                continue
            known = mapping_words(root, raw_data_dir, words.mapping)
            own = known.get(EVERY_SYSTEM, set()) | known.get(table.system, set())
            unknown = {
                word: number
                for word, number in distinct_words(con, table, words.column, words.only).items()
                if folded(word) not in own
            }
            if unknown:
                ranked = sorted(unknown.items(), key=lambda item: (-item[1], item[0]))
                subject = f"{table.name}.{words.column}"
                found.append({"subject": subject, "mapping": words.mapping, "words": ranked})
    return found


def used_currencies(
    con: duckdb.DuckDBPyConnection, tables: Sequence[LandedTable]
) -> dict[str, set[str]]:
    """Currencies that landed, and where."""
    found: dict[str, set[str]] = {}
    for table in tables:
        for word in distinct_words(con, table, "currency"):
            found.setdefault(word.upper(), set()).add(table.name)
    return found


def rated_currencies(
    con: duckdb.DuckDBPyConnection, tables: Sequence[LandedTable], reporting: str
) -> set[str]:
    """Currencies that some landed rate converts into the reporting currency, either way round."""
    rated: set[str] = set()
    for table in tables:
        if "finance_fx_rates" not in table.ports:
            continue
        for near, far in (("from_currency", "to_currency"), ("to_currency", "from_currency")):
            only = (near, reporting.lower())
            rated |= {word.upper() for word in distinct_words(con, table, far, only)}
    return rated


def newest_stamps(con: duckdb.DuckDBPyConnection, tables: Sequence[LandedTable]) -> dict[str, str]:
    """The newest loader stamp of each table that has one."""
    columns = rows_of(con, "select schema_name, table_name, column_name from duckdb_columns()")
    found: dict[str, str] = {}
    places = {(table.schema, table.table): table for table in tables if table.is_found}
    for row in columns:
        table = places.get((row["schema_name"], row["table_name"]))
        if table is None or row["column_name"].lower() not in LOADER_STAMPS:
            continue
        name = row["column_name"]
        newest = rows_of(
            con, f'select max(cast("{name}" as varchar)) as newest from {relation_of(table)}'
        )[0]["newest"]
        if newest:
            found[table.name] = max(found.get(table.name, ""), str(newest))
    return found


def catalog_kpis(root: Path) -> frozenset[str]:
    """The KPIs that the project has."""
    rows = read_rows(root / "seeds" / "catalog" / "kpi_catalog.csv")
    return frozenset(row["kpi_id"] for row in rows)


def names_in(folder: Path) -> set[str]:
    """The tables of a folder of CSV files."""
    return {path.name.split(".")[0] for path in folder.glob("*.csv*")} if folder.is_dir() else set()
