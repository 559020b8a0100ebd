"""Whether two engines gave the same marts: rows are paired by their declared grain, then compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

SCHEMAS = ("core", "kpi", "quality")
# Doubles may differ by this, in relation to what they measure: engines add up in an order of their own.
TOLERANCE = 1e-9
SHOWN_ROWS = 3
# Where a value on one side is text that the other side never has.
MISSING_ROW = "(no such row)"


@dataclass(frozen=True)
class Mart:
    """A table to compare, with the columns that tell its rows apart."""

    schema: str
    name: str
    grain: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name as people write it."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Difference:
    """A value of one row that the engines do not agree on."""

    key: tuple[str, ...]
    column: str
    left: str
    right: str


@dataclass(frozen=True)
class Comparison:
    """What came of comparing one mart; `problem` where it could not be compared at all."""

    mart: Mart
    row_count: int = 0
    differing_rows: int = 0
    first: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def is_same(self) -> bool:
        """Nothing differs."""
        return not self.problem and self.differing_rows == 0


def marts_of(manifest: Mapping[str, Any], schemas: Iterable[str] = SCHEMAS) -> list[Mart]:
    """Every table of the schemas with the columns of its test unique_grain."""
    grains: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "unique_grain":
            grains[str(node.get("attached_node"))] = tuple(test["kwargs"]["columns"])
    wanted = set(schemas)
    return sorted(
        (
            Mart(node["schema"], node["alias"], grains[node["unique_id"]])
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model"
            and node["schema"] in wanted
            and node["unique_id"] in grains
        ),
        key=lambda mart: mart.full_name,
    )


def read_marts(manifest: Path) -> list[Mart]:
    """marts_of() of a manifest.json."""
    return marts_of(json.loads(manifest.read_text(encoding="utf-8")))


def export_marts(session: Any, marts: Sequence[Mart], folder: Path) -> None:
    """Write each mart of a Spark session as Parquet: what comes back is compared in DuckDB."""
    session.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    for mart in marts:
        table = session.table(mart.full_name)
        table.coalesce(1).write.mode("overwrite").parquet(str(folder / mart.schema / mart.name))


def compare_marts(
    warehouse: Path, folder: Path, marts: Sequence[Mart], each: Callable[[Comparison], None]
) -> list[Comparison]:
    """Compare every mart of a DuckDB file with its Parquet; `each` hears of one at a time."""

    def parquet(mart: Mart) -> str:
        return f"read_parquet('{folder / mart.schema / mart.name / '*.parquet'}')"

    return _compare_all({"warehouse": warehouse}, marts, parquet, each)


def compare_nights(before: Path, after: Path, marts: Sequence[Mart]) -> list[Comparison]:
    """What a night changed: every mart of a DuckDB file compared with that of the night before."""
    return _compare_all(
        {"warehouse": before, "next": after}, marts, lambda mart: f"next.{mart.full_name}", None
    )


def _compare_all(
    files: Mapping[str, Path],
    marts: Sequence[Mart],
    right: Callable[[Mart], str],
    each: Callable[[Comparison], None] | None,
) -> list[Comparison]:
    comparisons = []
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, file in files.items():
            connection.execute(f"attach '{file}' as {name} (read_only)")
        for mart in marts:
            try:
                left = f"warehouse.{mart.full_name}"
                comparison = compare_mart(connection, mart, left, right(mart))
            except duckdb.Error as error:
                comparison = Comparison(mart, problem=str(error).splitlines()[0])
            comparisons.append(comparison)
            if each:
                each(comparison)
    return comparisons


def compare_mart(
    connection: duckdb.DuckDBPyConnection, mart: Mart, left: str, right: str
) -> Comparison:
    """Compare two relations of one mart, row for row."""
    columns = _columns(connection, left)
    others = _columns(connection, right)
    if set(columns) != set(others):
        odd = sorted(set(columns) ^ set(others))
        return Comparison(mart, problem=f"columns of one side alone: {', '.join(odd)}")
    joined = " and ".join(f"l.{column} is not distinct from r.{column}" for column in mart.grain)
    compared = [column for column in columns if column not in mart.grain]
    tests = [_differs(column, columns[column]) for column in compared]
    condition = " or ".join(["l._side is null", "r._side is null", *tests])
    source = (
        f"from (select *, 1 as _side from {left}) as l "
        f"full join (select *, 1 as _side from {right}) as r on {joined}"
    )
    counts = connection.execute(
        f"select count(*), count(*) filter (where {condition}) {source}"
    ).fetchone()
    assert counts is not None
    first: list[Difference] = []
    if counts[1]:
        key = ", ".join(
            f"cast(coalesce(l.{column}, r.{column}) as varchar)" for column in mart.grain
        )
        rows = connection.execute(
            f"select [{key}], l._side is null, r._side is null, l, r {source} "
            f"where {condition} order by 1 limit {SHOWN_ROWS}"
        ).fetchall()
        for values, no_left, no_right, left_row, right_row in rows:
            named = tuple(str(value) for value in values)
            if no_left or no_right:
                sides = ("", MISSING_ROW) if no_right else (MISSING_ROW, "")
                first.append(Difference(named, "", *sides))
                continue
            first.extend(
                Difference(named, column, str(left_row[column]), str(right_row[column]))
                for column in compared
                if not _is_same(left_row[column], right_row[column])
            )
    return Comparison(mart, int(counts[0]), int(counts[1]), tuple(first))


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"describe select * from {relation}").fetchall()
    return {str(name): str(kind) for name, kind, *_ in rows}


def _differs(column: str, kind: str) -> str:
    left, right = f"l.{column}", f"r.{column}"
    if kind in ("DOUBLE", "FLOAT"):
        size = f"greatest(1, abs({left}), abs({right}))"
        return (
            f"(({left} is null) != ({right} is null) "
            f"or coalesce(abs({left} - {right}) > {TOLERANCE} * {size}, false))"
        )
    if kind.startswith("TIMESTAMP"):
        return f"{left} is distinct from cast({right} as timestamp)"
    return f"{left} is distinct from {right}"


def _is_same(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) <= TOLERANCE * max(1.0, abs(left), abs(right))
    if isinstance(right, datetime):
        return left == right.replace(tzinfo=None)
    return left == right


def as_lines(comparison: Comparison) -> list[str]:
    """What is said of one mart: one line where it is the same, its first differing rows where not."""
    mart = comparison.mart
    if comparison.problem:
        return [f"{mart.full_name}: not compared, {comparison.problem}"]
    if comparison.is_same:
        return [f"{mart.full_name}: {comparison.row_count:,} rows, the same"]
    lines = [
        f"{mart.full_name}: {comparison.differing_rows:,} of {comparison.row_count:,} rows differ"
    ]
    for difference in comparison.first:
        where = ", ".join(
            f"{name}={value}" for name, value in zip(mart.grain, difference.key, strict=True)
        )
        what = f"{difference.column}: " if difference.column else ""
        lines.append(f"    {where}: {what}{difference.left} | {difference.right}")
    return lines
