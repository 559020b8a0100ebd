"""After a build: what of the landed data could not be used as it came, in a few lines for people.

Read from the quality marts of the warehouse just built, so that the block and the tables say the same. Each
kind of fault shows its first few cases, the number of all of them, and the table that lists them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from lib.dbt_runs import NodeResult, describe_warning
from lib.doctor import Facts, LandedTable, check_unread
from lib.doctor_facts import names_in, rows_of
from lib.landing_faults import check_empty_files, check_landing_notices
from lib.mending import REJECTION_FIXES, kind_of, mend_key, mend_value, place
from lib.notes import INFO, WARNING, Note, count, some
from lib.settings_files import FOLDERS

SHOWN = 5
# Tests that only warn, and the quality mart whose notes say the same in more words.
NOTED_TESTS = {
    "assert_no_row_is_rejected": "dq_rejected_rows",
    "assert_every_value_fits_its_type": "dq_quarantined_values",
    "assert_every_word_is_mapped": "dq_unmapped_values",
    "assert_every_amount_has_a_rate": "dq_missing_rates",
    "assert_no_date_is_impossible": "dq_date_anomalies",
    "assert_no_identifier_is_shared_by_too_many": "dq_identity_cuts",
}
ANOMALIES = {
    "closed_in_the_future": "closed deals with a close date after as_of",
    "open_past_its_close_date": "open deals whose close date has passed",
    "closed_before_created": "deals closed before they were created",
    "closed_without_close_date": "closed deals without a close date: they count as open",
    "mql_before_lead": "people who were MQL before they were leads",
    "sql_before_mql": "people who were SQL before they were MQL",
    "opportunity_before_lead": "people with a deal before they were leads",
    "opportunity_before_mql": "people with a deal before they were MQL",
    "opportunity_before_sql": "people with a deal before they were SQL",
    "lead_without_date": "people without any date: they are in no period",
    "opportunity_without_date": "deals without any date: they are in no figure",
    "cost_without_date": "costs without a date: they are in no figure",
    "older_than_the_calendar": "facts more than 20 years before as_of: they are in no period",
}


@dataclass(frozen=True)
class Build:
    """What the notes need to know of a build."""

    raw_data_dir: Path
    project: Path
    manifest: Mapping[str, Any]
    built: Collection[str]
    warnings: Collection[NodeResult]
    notices: Collection[str]
    enabled: Collection[str]
    known_systems: Collection[str]


def read_notes(warehouse: Path, build: Build) -> list[Note]:
    """All notes on one build; a mart that this run did not build says nothing."""
    con = duckdb.connect(str(warehouse), read_only=True)
    notes: list[Note] = []
    try:
        files = rows_of(con, "select * from raw_landing.landed_files order by file")
        notes += [*check_empty_files(files), *check_landing_notices(build.notices)]
        readers = {
            "dq_rejected_rows": _rejected,
            "dq_quarantined_values": _quarantined,
            "dq_row_accounting": _repeated,
            "dq_unmapped_values": _unmapped,
            "dq_missing_rates": _missing_rates,
            "dq_date_anomalies": _dates,
            "dq_identity_cuts": _cuts,
        }
        for mart, reader in readers.items():
            if mart in build.built:
                notes += reader(con, build)
        notes += _unread(files, build)
    except duckdb.Error as error:
        # Notes are a service: a warehouse that another loader filled must not lose its release over them.
        reason = str(error).splitlines()[0]
        notes.append(Note("notes", WARNING, "data notes", f"not all could be read ({reason})"))
    finally:
        con.close()
    return [*notes, *_warnings(build)]


def render_notes(notes: Collection[Note]) -> list[str]:
    """The block under the build's own lines; nothing where there is nothing to say."""
    if not notes:
        return ["  data notes: none"]
    head = "data notes (row numbers count from below the header; quality.* lists all cases)"
    return [head, *(f" {note}" for note in notes)]


def _more(number: int, noun: str, mart: str) -> Note:
    return Note(mart, WARNING, f"{count(number, noun)} in all", f"see quality.{mart}")


def _rejected(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_rejected_rows"
    groups = rows_of(
        con,
        "select source_system, table_name, landed_file, reason, count(*) as row_count, "
        "min(landed_row_number) as first_row, min(line_number) as first_line "
        f"from quality.{mart} group by all order by row_count desc, landed_file, reason",
    )
    emptied = _emptied_tables(con) if "dq_row_accounting" in build.built else set()
    for group in groups[:SHOWN]:
        table = f"{group['source_system']}.{group['table_name']}"
        rows = count(group["row_count"], "row")
        if group["reason"] == "no_readable_key":
            key = _key(build.manifest, group["source_system"], group["table_name"])
            where = place(group["landed_file"], group["first_row"])
            message = f"{rows} without a readable key ({', '.join(key)}), the first here: left out"
            # Where not one row has it, the column is absent or has a name of its own.
            fix = mend_key(table, key) if table in emptied else "fill it in the source"
            yield Note(mart, WARNING, where, message, fix)
            continue
        where = f"{group['landed_file']}:{group['first_line'] or 1}"
        fix = REJECTION_FIXES.get(group["reason"], "repair the row")
        message = f"{rows} rejected ({group['reason']}), the first here: left out"
        yield Note(mart, WARNING, where, message, fix)
    if len(groups) > SHOWN:
        yield _more(sum(group["row_count"] for group in groups), "rejected row", mart)


def _emptied_tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Tables of which no row could be kept."""
    rows = rows_of(
        con,
        "select source_system || '.' || table_name as name from quality.dq_row_accounting "
        "where landed_count > 0 and kept_count + deleted_count = 0",
    )
    return {str(row["name"]) for row in rows}


def _key(manifest: Mapping[str, Any], system: str, table: str) -> list[str]:
    """The declared key of a source table."""
    for source in manifest.get("sources", {}).values():
        if (source["source_name"], source["name"]) == (system, table):
            return list(source["config"]["meta"].get("key", []))
    return []


def _quarantined(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_quarantined_values"
    values = rows_of(
        con,
        "select *, row_number() over (partition by source_system, table_name, column_name "
        "order by landed_file, landed_row_number) as number_in_column, count(*) over () as total "
        f"from quality.{mart} "
        f"order by number_in_column, source_system, table_name, column_name limit {SHOWN}",
    )
    for row in values:
        where = f"{place(row['landed_file'], row['landed_row_number'])}, {row['column_name']}"
        message = f"{row['landed_value']!r} is no {kind_of(row['declared_type'])}: counts as empty"
        fix = mend_value(row["landed_value"], row["declared_type"], row["source_system"])
        yield Note(mart, WARNING, where, message, fix)
    if values and values[0]["total"] > SHOWN:
        yield _more(values[0]["total"], "such value", mart)


def _repeated(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_row_accounting"
    rows = rows_of(
        con,
        f"select * from quality.{mart} where duplicate_count > 0 "
        "order by duplicate_count desc, source_system, table_name",
    )
    # One line for all tables: a loader that appends gives duplicates every night, and they are no fault.
    if rows:
        tables = some(
            [f"{r['source_system']}.{r['table_name']} {r['duplicate_count']:,}" for r in rows],
            SHOWN,
        )
        total = count(sum(row["duplicate_count"] for row in rows), "row")
        message = f"{total} with a key seen before, the newest counts: {tables}"
        yield Note(mart, INFO, "duplicated keys", message, f"see quality.{mart}")


def _unmapped(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_unmapped_values"
    rows = rows_of(
        con,
        f"select mapping, source_value, sum(row_count)::bigint as row_count from quality.{mart} "
        "where source_value is not null group by all order by mapping, row_count desc, source_value",
    )
    for mapping in sorted({str(row["mapping"]) for row in rows}):
        own = [row for row in rows if row["mapping"] == mapping]
        words = some([f"{row['source_value']!r} ({row['row_count']:,})" for row in own], SHOWN)
        header = _header(build.project / "seeds" / "mapping" / f"{mapping}.csv")
        path = build.raw_data_dir / "mapping" / f"{mapping}.csv"
        fix = f"add rows ({header}) to {path}"
        yield Note(mart, WARNING, mapping, f"no mapping knows {words}: (unmapped)", fix)


def _header(path: Path) -> str:
    if not path.is_file():
        return "its columns"
    with path.open(encoding="utf-8") as file:
        return file.readline().strip()


def _missing_rates(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_missing_rates"
    rows = rows_of(
        con,
        "select currency, sum(row_count)::bigint as row_count, count(distinct rate_date) as days, "
        f"min(rate_date) as first_day, max(rate_date) as last_day from quality.{mart} "
        "group by currency order by row_count desc, currency",
    )
    for row in rows[:SHOWN]:
        days = str(row["first_day"])
        if row["days"] > 1:
            days = f"{row['days']} days from {row['first_day']} to {row['last_day']}"
        amounts = count(row["row_count"], "amount")
        message = f"no rate of exchange for {days}; {amounts} left empty, not counted as 0"
        fix = "land it: generic/finance_fx_rates.csv (rate_date,from_currency,to_currency,rate)"
        yield Note(mart, WARNING, str(row["currency"]), message, fix)
    if len(rows) > SHOWN:
        yield _more(len(rows), "currency without a rate", mart)


def _dates(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_date_anomalies"
    rows = rows_of(
        con,
        f"select anomaly, count(*) as row_count from quality.{mart} group by anomaly "
        "order by row_count desc, anomaly",
    )
    if rows:
        kinds = [f"{ANOMALIES.get(r['anomaly'], r['anomaly'])} ({r['row_count']:,})" for r in rows]
        fix = f"correct the dates in the source; see quality.{mart}"
        yield Note(mart, WARNING, "dates that cannot be right", some(kinds, SHOWN), fix)


def _cuts(con: duckdb.DuckDBPyConnection, build: Build) -> Iterator[Note]:
    mart = "dq_identity_cuts"
    told = {
        "email": ("e-mail address", "not used to join records: too many share one"),
        "visitor": ("browser", "tied to nobody: too many people used one"),
    }
    cuts = rows_of(
        con,
        f"select identifier_type, count(*) as cuts from quality.{mart} group by identifier_type "
        "order by identifier_type",
    )
    for row in cuts:
        noun, message = told[row["identifier_type"]]
        text = f"{count(row['cuts'], noun)} {message}"
        yield Note(mart, WARNING, "identity", text, f"see quality.{mart}")


def _unread(files: list[dict[str, Any]], build: Build) -> list[Note]:
    """Folders and tables that nothing reads, most often for a typing slip."""
    tables = [
        LandedTable(
            *(source["source_name"], source["name"], source["schema"]),
            is_found=True,
            row_count=0,
            keyless_count=0,
            key_count=0,
            key=(),
            columns=(),
            uncast={},
        )
        for source in build.manifest.get("sources", {}).values()
    ]
    facts = Facts(
        enabled=list(build.enabled),
        known_systems=list(build.known_systems),
        tables=tables,
        files=files,
        overlays={folder: names_in(build.raw_data_dir / folder) for folder in FOLDERS},
        seeds={folder: names_in(build.project / "seeds" / folder) for folder in FOLDERS},
    )
    return list(check_unread(facts))


def _warnings(build: Build) -> list[Note]:
    """Checks that only warn, unless a note above has said it."""
    return [
        describe_warning(node, build.project)
        for node in build.warnings
        if NOTED_TESTS.get(node.name) not in build.built
    ]
