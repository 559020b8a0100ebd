"""Land raw files into a DuckDB warehouse: one text table per source table, every row accounted for.

The whole landing is one transaction, so that readers and a killed run only ever see the old state
or the new one. Clean UTF-8 files are read by DuckDB itself and the result is proven afterwards;
everything else goes through `landing_rows` first.
"""

from __future__ import annotations

import csv
import re
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import holidays
from lib import landing_sql as sql
from lib.landing_layout import Notice, RawFile, discover
from lib.landing_rows import CleanFile, Rejection, clean_delimited, clean_json_lines
from lib.landing_text import (
    METADATA_COLUMNS,
    TextProfile,
    column_names,
    count_bytes,
    detect_encoding,
    profile_delimited,
    same_column,
)

HOLIDAY_YEARS = range(2015, 2036)
SAMPLES_PER_FILE = 3
MEMORY_LIMIT = "700MB"


class UsageError(Exception):
    """The command was called with something that cannot work; nothing was touched."""


class LandingError(Exception):
    """A file could not be read at all; the warehouse keeps its old state."""


@dataclass(frozen=True)
class TableReport:
    """What became of one landed table."""

    schema: str
    table: str
    kind: str
    file_count: int
    row_count: int
    rejected_count: int


@dataclass
class LandingReport:
    """What a landing did, and what a person should know about it."""

    tables: list[TableReport] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass
class _Part:
    """One file on its way into a table."""

    file: RawFile
    byte_count: int
    modified_at: datetime
    columns: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    row_count: int = 0
    rejected_count: int = 0
    profile: TextProfile | None = None
    clean: CleanFile | None = None

    @property
    def is_fast(self) -> bool:
        return self.profile is not None and self.clean is None


class _FastReadFailed(Exception):
    """DuckDB's reader stopped on a file, which also ends the transaction."""

    def __init__(self, part: _Part) -> None:
        super().__init__(part.file.relative)
        self.part = part


def land(root: Path, warehouse: Path, country: str) -> LandingReport:
    """Replace all landed tables of `warehouse` by what lies under `root`."""
    if not root.is_dir():
        raise UsageError(f"the raw data folder {root} does not exist")
    root = root.absolute()
    days = holiday_rows(country)
    connection = _connect(warehouse)
    try:
        with tempfile.TemporaryDirectory(prefix="landing-") as scratch:
            return _Landing(connection, root, Path(scratch), days).run()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise LandingError(f"{warehouse}: {reason} — the warehouse keeps its old state") from error
    finally:
        connection.close()


def holiday_rows(country: str) -> list[tuple[str, str]]:
    """Public holidays of a country, in Japanese for Japan."""
    language = "ja" if country == "JP" else None
    try:
        found = holidays.country_holidays(country, years=HOLIDAY_YEARS, language=language)
    except NotImplementedError as error:
        raise UsageError(f"no holidays are known for the country {country!r}") from error
    return [(day.isoformat(), name) for day, name in sorted(found.items())]


def _connect(warehouse: Path) -> duckdb.DuckDBPyConnection:
    try:
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(warehouse))
    except (duckdb.Error, OSError) as error:
        raise UsageError(
            f"the warehouse {warehouse} cannot be opened for writing: {_why_closed(str(error))}"
        ) from error
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    return connection


def _why_closed(error: str) -> str:
    """DuckDB's reason; for a lock, who holds it and what to do."""
    reason = error.splitlines()[0]
    holder = re.search(r"Conflicting lock is held in (?P<program>.+?) [(]PID (?P<pid>\d+)", reason)
    if holder is None:
        return reason
    program = f"{Path(holder['program']).name}, process {holder['pid']}"
    return f"another program has it open ({program}) — close it, or give another WAREHOUSE_PATH"


class _Landing:
    """One landing: the state that its steps share."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        root: Path,
        scratch: Path,
        days: list[tuple[str, str]],
    ) -> None:
        self._connection = connection
        self._scratch = scratch
        self._days = days
        self._layout = discover(root)
        self._report = LandingReport(notices=self._layout.notices)
        self._clean_count = 0
        self._rejected_path = scratch / "rejected.csv"
        self._tables = {
            key: [self._prepare(file) for file in files]
            for key, files in self._layout.tables().items()
        }

    def run(self) -> LandingReport:
        """Load until no fast read fails; each failure sends one more file the slow way."""
        while True:
            self._report.tables.clear()
            self._query("begin transaction")
            try:
                self._load_all()
                self._query("commit")
            except _FastReadFailed as failure:
                self._query("rollback")
                self._clean(failure.part)
            except BaseException:
                with suppress(duckdb.Error):
                    self._query("rollback")
                raise
            else:
                return self._report

    def _query(self, statement: str) -> list[tuple[object, ...]]:
        return self._connection.execute(statement).fetchall()

    # Preparing: outside the transaction

    def _prepare(self, file: RawFile) -> _Part:
        stat = file.path.stat()
        part = _Part(file, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))
        try:
            if file.file_format == "parquet":
                self._prepare_parquet(part)
            elif file.file_format == "jsonl":
                self._clean(part)
            else:
                part.profile = profile_delimited(file.path, file.is_gzip, file.file_format)
                if part.profile is not None:
                    part.encoding = part.profile.encoding.label
                    part.columns = part.profile.header
                    if not part.profile.is_plain:
                        self._clean(part)
        except (OSError, EOFError, zlib.error, duckdb.Error) as error:
            raise LandingError(_unreadable(file, error)) from error
        if not part.columns and not part.row_count:
            fix = "remove it, or export it again with its header"
            self._report.notices.append(Notice(file.relative, 1, "the file is empty", fix))
        return part

    def _prepare_parquet(self, part: _Part) -> None:
        if part.byte_count == 0:
            return
        path = sql.exact_path(part.file.path)
        described = self._query(f"describe select * from read_parquet({path})")
        part.columns = tuple(str(row[0]) for row in described)
        part.types = {same_column(str(row[0])): str(row[1]) for row in described}
        counted = self._query(f"select sum(num_rows)::bigint from parquet_file_metadata({path})")
        part.row_count = _as_int(counted[0][0])

    def _clean(self, part: _Part) -> None:
        """Read a file the slow way; its sound rows go to a scratch file, the others to the log."""
        file = part.file
        self._clean_count += 1
        target = self._scratch / f"clean_{self._clean_count}.csv"
        before = part.rejected_count
        with self._rejected_path.open(
            "a", encoding="utf-8", errors="backslashreplace", newline=""
        ) as log:
            write = csv.writer(log, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow

            def reject(row: Rejection) -> None:
                part.rejected_count += 1
                if part.rejected_count - before <= SAMPLES_PER_FILE:
                    message = f"{row.reason}{': ' if row.detail else ''}{row.detail}"
                    self._report.notices.append(
                        Notice(file.relative, row.line_number, message, row.fix)
                    )
                write(
                    (
                        *(file.system, file.instance, file.table, file.relative),
                        *(row.row_number, row.line_number, row.reason, row.raw_text),
                    )
                )

            if part.profile is None:
                counts = count_bytes(file.path, file.is_gzip)
                encoding = detect_encoding(file.path, file.is_gzip, counts)
                part.clean = clean_json_lines(file.path, file.is_gzip, encoding, target, reject)
                part.encoding = encoding.label if counts.size else None
                part.columns = part.clean.columns
            else:
                part.clean = clean_delimited(file.path, file.is_gzip, part.profile, target, reject)
        part.row_count = part.clean.row_count
        unseen = part.rejected_count - SAMPLES_PER_FILE
        if unseen > 0:
            message = f"{unseen} more rejected rows"
            fix = "see raw_landing.rejected_rows"
            self._report.notices.append(Notice(file.relative, 1, message, fix))

    # Loading: inside the transaction

    def _load_all(self) -> None:
        self._drop_landed()
        for (system, table), parts in self._tables.items():
            self._load_table(f"raw_{system}", table, parts)
        self._query("create schema if not exists raw_landing")
        self._write_landed_files()
        self._write_rejected_rows()
        self._write_holidays()
        self._drop_empty_schemas()

    def _drop_landed(self) -> None:
        """Drop what an earlier landing made, known by its metadata columns, and nothing else."""
        landed = self._query(sql.FIND_LANDED)
        for schema, table, table_type in landed:
            kind = "view" if table_type == "VIEW" else "table"
            self._query(f"drop {kind} {sql.identifier(str(schema))}.{sql.identifier(str(table))}")

    def _drop_empty_schemas(self) -> None:
        empty = self._query(sql.FIND_EMPTY_SCHEMAS)
        for (schema,) in empty:
            self._query(f"drop schema {sql.identifier(str(schema))}")

    def _load_table(self, schema: str, table: str, parts: list[_Part]) -> None:
        filled = [part for part in parts if part.columns or part.row_count > part.rejected_count]
        kind = "none"
        if filled:
            self._query(f"create schema if not exists {sql.identifier(schema)}")
            target = f"{sql.identifier(schema)}.{sql.identifier(table)}"
            self._refuse_foreign(schema, table)
            is_view = all(part.file.file_format == "parquet" for part in filled)
            if is_view and not filled[0].file.is_overlay:
                kind = "view"
                self._create_view(target, filled)
            else:
                kind = "table"
                self._create_table(target, filled)
                self._fill_table(target, filled)
        self._report.tables.append(
            TableReport(
                schema=schema,
                table=table,
                kind=kind,
                file_count=len(parts),
                row_count=sum(part.row_count - part.rejected_count for part in parts),
                rejected_count=sum(part.rejected_count for part in parts),
            )
        )

    def _refuse_foreign(self, schema: str, table: str) -> None:
        found = self._query(sql.find_table(schema, table))
        if found:
            message = f"{schema}.{table} already exists and was not made by the landing"
            raise LandingError(f"{message} — rename that table, or the landed file")

    def _create_view(self, target: str, parts: list[_Part]) -> None:
        """Parquet stays where it is; the view adds the columns that a landed table has."""
        source = sql.read_parquet_parts([part.file.path for part in parts])
        own = sql.own_columns(self._query(f"describe select * from {source}"))
        uneven = [name for name in own if _is_uneven(same_column(name), parts)]
        files = [part.file for part in parts]
        self._query(sql.create_view(target, source, own, column_names(own), uneven, files))

    def _create_table(self, target: str, parts: list[_Part]) -> None:
        names: dict[str, str] = {}
        for part in parts:
            for name in part.columns:
                names.setdefault(same_column(name), name)
        columns = [f"{sql.identifier(name)} varchar" for name in names.values()]
        columns += [
            f"{name} {'bigint' if name == '_row_number' else 'varchar'}"
            for name in _metadata_columns(parts[0].file)
        ]
        self._query(f"create table {target} ({', '.join(columns)})")

    def _fill_table(self, target: str, parts: list[_Part]) -> None:
        for part in parts:
            if part.is_fast:
                self._insert_fast(target, part)
            elif part.clean is not None:
                self._insert_clean(target, part.clean, part)
            else:
                self._insert_parquet(target, part)
        doubtful = self._unproven(target, [part for part in parts if part.is_fast])
        if doubtful:
            files = ", ".join(sql.literal(part.file.relative) for part in doubtful)
            self._query(f"delete from {target} where _file in ({files})")
            for part in doubtful:
                self._clean(part)
                if part.clean is not None:
                    self._insert_clean(target, part.clean, part)

    def _insert(
        self, target: str, part: _Part, columns: Iterable[str], row_number: str, source: str
    ) -> int:
        """Append one file with its metadata columns; how many rows came."""
        file = part.file
        metadata = {
            "_source_instance": sql.literal(file.instance),
            "_file": sql.literal(file.relative),
            "_batch": sql.literal(file.batch),
            "_row_number": row_number,
        }
        wanted = _metadata_columns(file)
        selected = [*columns, *(f"{metadata[name]} as {name}" for name in wanted)]
        inserted = self._query(
            f"insert into {target} by name select {', '.join(selected)} from {source}"
        )
        return _as_int(inserted[0][0])

    def _insert_fast(self, target: str, part: _Part) -> None:
        profile, file = part.profile, part.file
        if profile is None:
            return
        source = sql.read_csv(
            file.path,
            profile.header,
            delim=sql.literal(profile.delimiter),
            new_line=f"'{profile.newline}'",
            compression="'gzip'" if file.is_gzip else "'none'",
            skip="1",
            ignore_errors="true",
            store_rejects="true",
            rejects_limit="1",
            rejects_scan="'landing_reject_scans'",
            rejects_table="'landing_reject_errors'",
        )
        try:
            self._insert(
                target, part, map(sql.identifier, profile.header), "row_number() over ()", source
            )
        except duckdb.Error as error:
            raise _FastReadFailed(part) from error

    def _insert_clean(self, target: str, clean: CleanFile, part: _Part) -> None:
        spelled = clean.columns or ("no_column",)
        source = sql.read_csv(
            clean.path,
            ("_landed_row", *(f"c{position}" for position, _ in enumerate(spelled))),
            delim="','",
            new_line="'\\n'",
            compression="'none'",
            allow_quoted_nulls=str(not clean.keeps_empty_text).lower(),
            null_padding=str(clean.is_padded).lower(),
            parallel=str(not clean.is_padded).lower(),
        )
        columns = [
            f"c{position} as {sql.identifier(name)}" for position, name in enumerate(clean.columns)
        ]
        inserted = self._insert(target, part, columns, "_landed_row::bigint", source)
        if inserted != clean.kept_count:
            raise LandingError(
                f"{part.file.relative}:1: {inserted} of {clean.kept_count} rows came through — "
                "land the file as Parquet, and report this as a bug"
            )

    def _insert_parquet(self, target: str, part: _Part) -> None:
        """Parquet beside text parts of its table becomes text too; nested values become JSON."""
        path = sql.exact_path(part.file.path)
        described = self._query(f"describe select * from read_parquet({path})")
        landed = column_names(part.columns)
        columns = [
            f"{sql.as_text(str(name), str(data_type))} as {sql.identifier(column)}"
            for (name, data_type, *_), column in zip(described, landed, strict=True)
        ]
        source = f"read_parquet({path}, file_row_number = true)"
        self._insert(target, part, columns, "file_row_number + 1", source)

    def _unproven(self, target: str, parts: list[_Part]) -> list[_Part]:
        """Fast reads that are not certain: a row was refused, or a mark is not accounted for.

        DuckDB forgives a surplus empty field at a row's end, and may pass over a line without a
        delimiter in silence; the sum of delimiters and lines does not.
        """
        if not parts:
            return []
        refused = {row[0] for row in self._query(sql.FIND_REFUSED)}
        self._query("drop table landing_reject_errors")
        self._query("drop table landing_reject_scans")
        doubtful = []
        for delimiter in sorted({part.profile.delimiter for part in parts if part.profile}):
            same = [part for part in parts if part.profile and part.profile.delimiter == delimiter]
            found = self._measure(target, same, delimiter)
            for part in same:
                profile = part.profile
                loaded, last_filled, inside = found.get(part.file.relative, (0, 0, 0))
                expected = loaded * len(part.columns) + inside
                if (
                    profile is None
                    or str(part.file.path) in refused
                    or expected != profile.body_mark_count
                ):
                    doubtful.append(part)
                    continue
                part.row_count = last_filled
                if last_filled < loaded:
                    self._query(
                        f"delete from {target} where _file = {sql.literal(part.file.relative)} "
                        f"and _row_number > {last_filled}"
                    )
        return doubtful

    def _measure(
        self, target: str, parts: Sequence[_Part], delimiter: str
    ) -> dict[str, tuple[int, int, int]]:
        """Per file: rows loaded, the last row with anything in it, delimiters and lines in values."""
        names: dict[str, str] = {}
        for part in parts:
            for name in part.columns:
                names.setdefault(same_column(name), name)
        has_quotes = any(part.profile and part.profile.has_quotes for part in parts)
        files = [part.file.relative for part in parts]
        measured = self._query(
            sql.measure(target, list(names.values()), files, delimiter if has_quotes else None)
        )
        return {
            str(file): (_as_int(loaded), _as_int(last), _as_int(marks))
            for file, loaded, last, marks in measured
        }

    # Records of the landing

    def _write_landed_files(self) -> None:
        self._query(sql.CREATE_LANDED_FILES)
        rows = [
            (
                *(part.file.system, part.file.instance, part.file.table, part.file.relative),
                part.file.file_format + (".gz" if part.file.is_gzip else ""),
                part.encoding,
                *(part.row_count, part.rejected_count, len(part.columns), part.byte_count),
                part.modified_at.replace(tzinfo=None),
            )
            for parts in self._tables.values()
            for part in parts
        ]
        if rows:
            places = ", ".join("?" * len(rows[0]))
            insert = f"insert into raw_landing.landed_files values ({places})"
            self._connection.executemany(insert, rows)

    def _write_rejected_rows(self) -> None:
        columns = ", ".join(f"{name} {kind}" for name, kind in sql.REJECTED_COLUMNS.items())
        self._query(f"create or replace table raw_landing.rejected_rows ({columns})")
        if self._rejected_path.exists():
            source = sql.read_csv(
                self._rejected_path,
                tuple(sql.REJECTED_COLUMNS),
                delim="','",
                new_line="'\\n'",
                compression="'none'",
                allow_quoted_nulls="false",
            )
            self._query(f"insert into raw_landing.rejected_rows select * from {source}")

    def _write_holidays(self) -> None:
        self._query(
            "create or replace table raw_landing.holidays (holiday_date date, holiday_name varchar)"
        )
        if self._days:
            values = ", ".join(
                f"({sql.literal(day)}, {sql.literal(name)})" for day, name in self._days
            )
            self._query(f"insert into raw_landing.holidays values {values}")


def _is_uneven(name: str, parts: Sequence[_Part]) -> bool:
    """Whether parts hold a nested column with different fields."""
    types = {part.types[name] for part in parts if name in part.types}
    return len(types) > 1 and any(map(sql.is_nested, types))


def _metadata_columns(file: RawFile) -> tuple[str, ...]:
    return ("_file", "_row_number") if file.is_overlay else METADATA_COLUMNS


def _as_int(value: object) -> int:
    return int(str(value)) if value is not None else 0


def _unreadable(file: RawFile, error: Exception) -> str:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"{file.relative}:1: the file cannot be read ({reason}) — deliver it again"
