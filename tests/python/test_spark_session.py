"""What lands is read back from Spark's catalog as it landed. Runs where Spark is installed: .venv-spark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("no Java", allow_module_level=True)

from lib.spark_build import expire_snapshots, landing_place
from lib.spark_landing import export_landed, register_landed
from lib.spark_session import iceberg_jar, open_session, session_settings, spark_environ

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder whose name needs quoting."""
    folder = tmp_path_factory.mktemp("spark") / "a folder 作業"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def session(work: Path) -> Iterator[Any]:
    """One session for all tests of this file."""
    full = spark_environ({**os.environ, "SPARK_WORK_DIR": str(work)}, PROJECT, iceberg_jar())
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = session_settings(PROJECT / "profiles" / "profiles.yml", full)
    session = open_session(settings, work / "spark.log", work / "session.pid")
    yield session
    session.stop()


def land(work: Path, run: str, select: str) -> list[Any]:
    warehouse = work / f"{run}.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema raw_odd")
        connection.execute(f"create table raw_odd.things as {select}")
    return export_landed(warehouse, work / "landing" / run)


def test_spark_writes_only_into_its_work_folder(session: Any, work: Path) -> None:
    session.sql("create schema if not exists somewhere").collect()
    assert (work / "metastore_db").is_dir()
    assert (work / "derby.log").is_file()
    assert (work / "session.pid").is_file()
    assert not (PROJECT / "metastore_db").exists()
    assert not (Path.cwd() / "metastore_db").exists()
    assert not (Path.cwd() / "derby.log").exists()


def test_landed_values_come_through_whatever_their_type_and_header(
    session: Any, work: Path
) -> None:
    landed = land(
        work,
        "r1",
        """
        select
            'a' as "Opportunity ID", 7 as "a,b;c:d", 8 as "t.x", 200::hugeint as big,
            1.50::decimal(9, 2) as price,
            timestamp '2025-04-01 01:02:03.456789' as ts, timestamptz '2025-04-01 01:02:03+09' as tz,
            {'key': 'k', 'at b': [{'n': 2::hugeint}]} as nested, map {'k': 1} as pairs, uuid() as id
        """,
    )
    register_landed(lambda statement: session.sql(statement).collect(), landed)
    row = session.table("raw_odd.things").collect()[0]
    assert (row["Opportunity ID"], row["a_b;c:d"], row["t.x"]) == ("a", 7, 8)
    assert (row["big"], row["price"]) == (Decimal(200), Decimal("1.50"))
    assert row["nested"]["at b"][0]["n"] == Decimal(2)
    assert row["pairs"] == {"k": 1}
    assert len(row["id"]) == 36
    instants = session.sql("select unix_micros(ts), unix_micros(tz) from raw_odd.things").collect()[
        0
    ]
    first = datetime(2025, 4, 1, 1, 2, 3, 456789, tzinfo=UTC)
    second = datetime(2025, 3, 31, 16, 2, 3, tzinfo=UTC)
    assert instants[0] == round(first.timestamp() * 1_000_000)
    assert instants[1] == round(second.timestamp() * 1_000_000)


def test_next_landing_takes_the_place_of_the_last(session: Any, work: Path) -> None:
    def execute(statement: str) -> Any:
        return session.sql(statement).collect()

    register_landed(execute, land(work, "r2", "select 1 as x"))
    register_landed(execute, land(work, "r3", "select 2 as y union all select 3"))
    landing_place(str(work / "landing"), work).keep_only(session, "r3")
    assert [row.y for row in execute("select y from raw_odd.things order by y")] == [2, 3]
    register_landed(execute, [])
    assert execute("show tables in raw_odd") == []


def test_landing_is_brought_to_an_address_that_hadoop_knows(session: Any, work: Path) -> None:
    place = landing_place(f"file://{work}/far away", work)
    old = work / "far away" / "r0"
    old.mkdir(parents=True)
    landed = place.hand_over(session, land(work, "r4", "select 5 as x"), "r4")
    register_landed(lambda statement: session.sql(statement).collect(), landed)
    place.keep_only(session, "r4")
    assert not old.exists()
    assert not (work / "landing" / "r4").exists()
    assert session.table("raw_odd.things").collect()[0].x == 5


def test_a_value_that_does_not_fit_is_an_error(session: Any) -> None:
    with pytest.raises(Exception, match="CAST_INVALID_INPUT"):
        session.sql("select cast('x' as int)").collect()
    with pytest.raises(Exception, match="OVERFLOW"):
        session.sql("select 2147483647 + 1").collect()


def test_replaced_tables_let_go_of_their_old_files(session: Any, work: Path) -> None:
    for number in range(3):
        session.sql(f"create or replace table somewhere.t using iceberg as select {number} as x")
    files = work / "tables" / "somewhere.db" / "t" / "data"
    assert len(list(files.glob("*.parquet"))) == 3
    expire_snapshots(session, ["somewhere.t"], datetime.now(UTC).timestamp() + 60)
    assert len(list(files.glob("*.parquet"))) == 1
    assert session.table("somewhere.t").collect()[0].x == 2
