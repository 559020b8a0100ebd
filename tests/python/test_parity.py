"""The comparison of two engines finds every kind of difference, and none where there is none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from lib.parity import Mart, as_lines, compare_mart, compare_marts, marts_of

MART = Mart("core", "fct_deals", ("deal_key",))
COLUMNS = "deal_key varchar, amount decimal(18, 2), rate double, won_at timestamp, name varchar"
ROWS = [
    ("a", Decimal("10.01"), 0.25, "2026-01-01 00:00:00.000001", "青空"),
    ("b", None, None, None, None),
    ("c", Decimal("0.00"), 1e12, "2026-03-31 15:00:00", ""),
]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """Two tables of the same rows; Spark's Parquet says of an instant that it is one of UTC."""
    made = duckdb.connect()
    made.execute("set TimeZone = 'UTC'")
    for name in ("ours", "theirs"):
        made.execute(f"create table {name} ({COLUMNS})")
        made.executemany(f"insert into {name} values (?, ?, ?, ?, ?)", ROWS)
    made.execute("alter table theirs alter won_at type timestamptz")
    return made


def test_equal_rows_are_the_same(connection: duckdb.DuckDBPyConnection) -> None:
    found = compare_mart(connection, MART, "ours", "theirs")
    assert (found.is_same, found.row_count) == (True, 3)
    assert as_lines(found) == ["core.fct_deals: 3 rows, the same"]


def test_doubles_may_differ_by_their_last_digits(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update theirs set rate = rate * (1 + 1e-12)")
    assert compare_mart(connection, MART, "ours", "theirs").is_same


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("update theirs set amount = 10.02 where deal_key = 'a'", "amount: 10.01 | 10.02"),
        ("update theirs set rate = 0.25000001 where deal_key = 'a'", "rate: 0.25 | 0.25000001"),
        ("update theirs set rate = 0 where deal_key = 'b'", "rate: None | 0.0"),
        ("update theirs set name = null where deal_key = 'c'", "name:  | None"),
        (
            "update theirs set won_at = won_at + interval 1 microsecond where deal_key = 'a'",
            "won_at",
        ),
        ("delete from theirs where deal_key = 'b'", "deal_key=b:  | (no such row)"),
        ("insert into theirs (deal_key) values ('d')", "deal_key=d: (no such row) | "),
    ],
)
def test_a_difference_is_counted_and_shown(
    connection: duckdb.DuckDBPyConnection, fault: str, told: str
) -> None:
    connection.execute(fault)
    found = compare_mart(connection, MART, "ours", "theirs")
    assert not found.is_same
    assert found.differing_rows == 1
    assert told in "\n".join(as_lines(found))


def test_a_column_of_one_side_alone_is_a_problem(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("alter table theirs drop column name")
    found = compare_mart(connection, MART, "ours", "theirs")
    assert as_lines(found) == [
        "core.fct_deals: not compared, columns of one side alone: name",
    ]


def test_a_mart_that_is_absent_is_no_agreement(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as made:
        made.execute("create schema core")
    heard = []
    found = compare_marts(tmp_path / "w.duckdb", tmp_path, [MART], heard.append)
    assert [one.is_same for one in found] == [False] and heard == found


def test_marts_are_those_with_a_grain_in_the_schemas() -> None:
    def model(name: str, schema: str) -> dict[str, object]:
        unique_id = f"model.p.{name}"
        node = {"resource_type": "model", "schema": schema, "alias": name, "unique_id": unique_id}
        return {unique_id: node}

    test = {
        "resource_type": "test",
        "attached_node": "model.p.fct_deals",
        "test_metadata": {"name": "unique_grain", "kwargs": {"columns": ["deal_key"]}},
    }
    nodes = {**model("fct_deals", "core"), **model("int_deals", "intermediate"), "test.p.t": test}
    assert marts_of({"nodes": nodes}) == [MART]
