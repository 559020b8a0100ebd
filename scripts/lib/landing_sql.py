"""The SQL of the landing, as text: nothing here holds a connection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lib.landing_layout import RawFile

CREATE_LANDED_FILES = """
create or replace table raw_landing.landed_files (
    source_system varchar, source_instance varchar, table_name varchar, file varchar,
    file_format varchar, encoding varchar, row_count bigint, rejected_count bigint,
    column_count bigint, byte_count bigint, file_modified_at timestamp
)"""

REJECTED_COLUMNS = {
    "source_system": "varchar",
    "source_instance": "varchar",
    "table_name": "varchar",
    "file": "varchar",
    "row_number": "bigint",
    "line_number": "bigint",
    "reason": "varchar",
    "raw_text": "varchar",
}

# What an earlier landing made is known by its metadata columns.
FIND_LANDED = """
select
    columns.table_schema,
    columns.table_name,
    any_value(tables.table_type)
from information_schema.columns as columns
inner join information_schema.tables as tables
    on columns.table_catalog = tables.table_catalog
    and columns.table_schema = tables.table_schema
    and columns.table_name = tables.table_name
where
    columns.table_catalog = current_database()
    and starts_with(columns.table_schema, 'raw_')
    and columns.table_schema <> 'raw_landing'
group by columns.table_schema, columns.table_name
having count(*) filter (where columns.column_name in ('_file', '_row_number')) = 2
"""

FIND_EMPTY_SCHEMAS = """
select schema_name
from duckdb_schemas()
where
    database_name = current_database()
    and starts_with(schema_name, 'raw_')
    and schema_name not in (
        select table_schema from information_schema.tables
        where table_catalog = current_database()
    )
"""

FIND_REFUSED = """
select distinct landing_reject_scans.file_path
from landing_reject_errors
inner join landing_reject_scans using (scan_id, file_id)
"""


def identifier(name: str) -> str:
    """A quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted SQL text."""
    return "'" + text.replace("'", "''") + "'"


def exact_path(path: Path) -> str:
    """A path as an SQL text in which no character is a wildcard."""
    return literal("".join(f"[{char}]" if char in "[*?" else char for char in str(path)))


def find_table(schema: str, table: str) -> str:
    """Whether a table or view of this name exists."""
    return f"""
        select 1 from information_schema.tables
        where
            table_catalog = current_database()
            and table_schema = {literal(schema)}
            and table_name = {literal(table)}
    """


def read_csv(path: Path, columns: Sequence[str], **options: str) -> str:
    """A `read_csv` call that guesses nothing: all text, no type, header or dialect detection."""
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    settings = {
        "auto_detect": "false",
        "header": "false",
        "quote": "'\"'",
        "escape": "'\"'",
        "nullstr": "''",
        "strict_mode": "true",
        "encoding": "'utf-8'",
        "max_line_size": "32000000",
        **options,
    }
    given = ", ".join(f"{name} = {value}" for name, value in settings.items())
    return f"read_csv({exact_path(path)}, columns = {{{types}}}, {given})"


def read_parquet_parts(paths: Sequence[Path]) -> str:
    """Parquet parts as one relation that knows each row's file and place in it."""
    listed = ", ".join(exact_path(path) for path in paths)
    options = "union_by_name = true, filename = '_landed_path', file_row_number = true"
    return f"read_parquet([{listed}], {options})"


def own_columns(described: Sequence[tuple[object, ...]]) -> list[str]:
    """The columns of the parts themselves, without those that `read_parquet_parts` adds."""
    added = ("_landed_path", "file_row_number")
    return [str(row[0]) for row in described if row[0] not in added]


def create_view(
    target: str,
    source: str,
    own: Sequence[str],
    landed: Sequence[str],
    uneven: Sequence[str],
    files: Sequence[RawFile],
) -> str:
    """A view over Parquet parts with the metadata columns of a landed table.

    DuckDB 2.0 fails to read one field of a struct whose inner struct some parts lack; a struct that
    is uneven in that way is read whole, which `coalesce` sees to.
    """
    columns = [
        f"{_whole(name) if name in uneven else f'parts.{identifier(name)}'} as {identifier(column)}"
        for name, column in zip(own, landed, strict=True)
    ]
    places = ", ".join(
        "("
        + ", ".join(map(literal, (str(file.path), file.instance, file.relative, file.batch)))
        + ")"
        for file in files
    )
    return f"""
        create view {target} as
        select
            {", ".join([*columns, "places.source_instance as _source_instance"])},
            places.file as _file,
            places.batch as _batch,
            parts.file_row_number + 1 as _row_number
        from {source} as parts
        inner join (values {places}) as places (path, source_instance, file, batch)
            on parts._landed_path = places.path
    """


def _whole(name: str) -> str:
    column = f"parts.{identifier(name)}"
    return f"coalesce({column}, {column})"


def is_nested(data_type: str) -> bool:
    """Whether values of this type hold further values."""
    return data_type.endswith("]") or data_type.startswith(("STRUCT(", "MAP(", "UNION(", "VARIANT"))


def as_text(name: str, data_type: str) -> str:
    """A Parquet value as text; nested values as JSON, like those of JSON Lines."""
    value = identifier(name)
    return f"{f'to_json({value})' if is_nested(data_type) else value}::varchar"


def _count_marks(name: str, mark: str) -> str:
    """Delimiters and line ends in the values of a column; most values have none, so look first."""
    without = f"translate({name}, {mark} || chr(10), '')"
    found = f"contains({name}, {mark}) or contains({name}, chr(10))"
    return f"coalesce(sum(length({name}) - length({without})) filter (where {found}), 0)"


def measure(target: str, columns: Sequence[str], files: Sequence[str], mark: str | None) -> str:
    """Per file: rows loaded, the last row with anything in it, delimiters and lines in values.

    Without a mark no value can hold any, and they are not counted.
    """
    names = [identifier(name) for name in columns]
    inside = ["0"]
    if mark is not None:
        inside = [_count_marks(name, literal(mark)) for name in names]
    filled = f"coalesce({', '.join(names)}) is not null"
    return f"""
        select
            _file,
            count(*),
            coalesce(max(_row_number) filter (where {filled}), 0),
            {" + ".join(inside)}
        from {target}
        where _file in ({", ".join(map(literal, files))})
        group by _file
    """
