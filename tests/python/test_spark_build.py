"""A build on Spark: its environment, its commands, and what it hands over. Spark itself is not started."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest
import yaml
from lib.settings import WrongUse
from lib.spark_build import built_tables, dbt_build, landing_place, why_spark_stopped
from lib.spark_landing import (
    LandedRelation,
    column_names,
    export_landed,
    portable_type,
    register_landed,
)
from lib.spark_session import session_settings, spark_environ, wait_for_old_session

PROFILES = Path(__file__).resolve().parents[2] / "profiles" / "profiles.yml"


def environ_of(**given: str) -> dict[str, str]:
    return spark_environ(given, Path("/project"), "/jars/iceberg.jar")


def test_one_machine_needs_no_variable() -> None:
    full = environ_of()
    assert full["SPARK_WORK_DIR"] == "/project/warehouse/spark"
    assert full["SPARK_WAREHOUSE_DIR"] == "/project/warehouse/spark/tables"
    assert full["SPARK_LANDING_DIR"] == "/project/warehouse/spark/landing"
    assert full["SPARK_JARS"] == "/jars/iceberg.jar"
    assert full["DBT_TARGET"] == "spark"
    settings = session_settings(PROFILES, full)
    assert settings["spark.master"] == "local[2]"
    assert settings["spark.local.dir"] == "/project/warehouse/spark/scratch"
    assert "/project/warehouse/spark'" in settings["spark.driver.extraJavaOptions"]


def test_nothing_but_the_environment_differs_on_a_cluster() -> None:
    given = {
        "SPARK_MASTER": "spark://head:7077",
        "SPARK_WAREHOUSE_DIR": "s3a://bucket/tables",
        "SPARK_METASTORE_URIS": "thrift://metastore:9083",
        "SPARK_EXECUTOR_MEMORY": "16g",
        "SPARK_SHUFFLE_PARTITIONS": "400",
        "SPARK_JARS": "/opt/iceberg.jar",
    }
    full = environ_of(**given)
    settings = session_settings(PROFILES, full)
    assert settings["spark.master"] == "spark://head:7077"
    assert settings["spark.sql.warehouse.dir"] == "s3a://bucket/tables"
    assert settings["spark.hadoop.hive.metastore.uris"] == "thrift://metastore:9083"
    assert settings["spark.executor.memory"] == "16g"
    assert settings["spark.sql.shuffle.partitions"] == "400"
    assert settings["spark.jars"] == "/opt/iceberg.jar"
    assert "SPARK_LOCAL_IP" not in full


def test_empty_variables_count_as_not_given() -> None:
    full = environ_of(SPARK_WORK_DIR="", SPARK_MASTER="", SPARK_JARS="")
    assert full["SPARK_WORK_DIR"] == "/project/warehouse/spark"
    assert session_settings(PROFILES, full)["spark.master"] == "local[2]"
    assert full["SPARK_JARS"] == "/jars/iceberg.jar"


def test_work_folder_is_a_folder_of_this_machine() -> None:
    with pytest.raises(WrongUse, match="SPARK_WORK_DIR is a folder of this machine"):
        environ_of(SPARK_WORK_DIR="s3a://bucket/work")


def test_values_that_do_not_fit_are_errors_and_instants_are_utc() -> None:
    settings = session_settings(PROFILES, environ_of())
    assert settings["spark.sql.ansi.enabled"] == "true"
    assert settings["spark.sql.session.timeZone"] == "UTC"
    assert settings["spark.sql.parquet.inferTimestampNTZ.enabled"] == "false"


def test_default_output_asks_for_no_variable_of_another_engine() -> None:
    text = PROFILES.read_text(encoding="utf-8")
    outputs = yaml.safe_load(text)["b2b_marketing_warehouse"]["outputs"]
    assert set(outputs) >= {"dev", "spark", "databricks", "snowflake", "bigquery", "redshift"}
    assert "SPARK_" not in json.dumps(outputs["dev"])


def test_dbt_gets_the_vars_and_only_data_tests() -> None:
    command = dbt_build({"as_of": "2026-04-30"}, [], full_refresh=True)
    assert command[command.index("--vars") + 1] == '{"as_of": "2026-04-30"}'
    assert command[command.index("--exclude-resource-type") + 1] == "unit_test"
    assert "--full-refresh" in command
    assert "--select" not in command


def test_part_is_tested_on_its_own() -> None:
    command = dbt_build({}, ["path:seeds", "staging"], full_refresh=False)
    assert command[-4:] == ["cautious", "--select", "path:seeds", "staging"]


def test_built_tables_are_those_that_hold_rows(tmp_path: Path) -> None:
    def node(schema: str, alias: str, kind: str) -> dict[str, object]:
        return {"schema": schema, "alias": alias, "config": {"materialized": kind}}

    nodes = {
        "model.p.fct": node("core", "fct", "table"),
        "model.p.hits": node("intermediate", "hits", "incremental"),
        "model.p.stg": node("staging", "stg", "view"),
        "model.p.broken": node("core", "broken", "table"),
        "seed.p.words": node("seeds", "words", "seed"),
    }
    results = [
        {"unique_id": name, "status": "error" if name == "model.p.broken" else "success"}
        for name in nodes
    ]
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    (tmp_path / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    assert built_tables(tmp_path) == ["core.fct", "intermediate.hits", "seeds.words"]


def test_catalog_that_is_in_use_is_told_with_what_to_do() -> None:
    told = why_spark_stopped(
        "java.lang.RuntimeException: Unable to instantiate org.apache.hadoop.hive.ql.metadata."
        "SessionHiveMetaStoreClient\n\tat org.apache..."
    )
    assert "another SPARK_WORK_DIR" in told
    assert why_spark_stopped("[X] no such table\nJVM stacktrace").startswith("Spark stopped: [X]")


# What is handed over


@pytest.mark.parametrize(
    ("kind", "written", "declared"),
    [
        ("varchar", "varchar", "string"),
        ("utinyint", "integer", "int"),
        ("hugeint", "decimal(38, 0)", "decimal(38, 0)"),
        ("decimal(18,2)", "decimal(18,2)", "decimal(18,2)"),
        ("timestamp_ns", "timestamp", "timestamp"),
        ("timestamptz", "timestamptz", "timestamp"),
        ("uuid", "varchar", "string"),
        ("time", "varchar", "string"),
        ("json", "varchar", "string"),
        ("enum('a', 'b')", "varchar", "string"),
        ("map(varchar, bigint)", "map(varchar, bigint)", "map<string, bigint>"),
        (
            'struct("key" varchar, "value" struct(int_value hugeint, "at b" time))[]',
            'struct("key" varchar, "value" struct("int_value" decimal(38, 0), "at b" varchar))[]',
            "array<struct<`key`: string, `value`: struct<`int_value`: decimal(38, 0), `at b`: string>>>",
        ),
    ],
)
def test_every_type_becomes_one_that_both_know(kind: str, written: str, declared: str) -> None:
    with duckdb.connect() as connection:
        found = connection.sql(f"select cast(null as {kind}) as value").types[0]
    assert portable_type(found) == (written, declared)


def test_commas_leave_headers_and_no_two_become_one() -> None:
    assert column_names(["Amount, JPY", "a,b", "a_b", "Plain (x)"]) == [
        "Amount_ JPY",
        "a_b_",
        "a_b",
        "Plain (x)",
    ]


def test_landed_relations_become_parquet_and_nothing_else_does(tmp_path: Path) -> None:
    warehouse = tmp_path / "landed.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema raw_generic")
        connection.execute("create schema core")
        connection.execute(
            "create table raw_generic.crm_leads as select 'L1' as id, 1::hugeint as n"
        )
        connection.execute("create view raw_generic.events as select {'a': [1]} as nested")
        connection.execute('create table raw_generic."no table" as select 1 as x')
        connection.execute("create table core.dim as select 1 as x")
    folder = tmp_path / "a folder" / "run"
    landed = export_landed(warehouse, folder)
    assert [(one.table, one.columns) for one in landed] == [
        ("crm_leads", (("id", "string"), ("n", "decimal(38, 0)"))),
        ("events", (("nested", "struct<`a`: array<int>>"),)),
    ]
    assert landed[0].location == f"file://{folder}/raw_generic/crm_leads"
    with duckdb.connect() as connection:
        files = f"read_parquet('{folder}/raw_generic/*/*.parquet', union_by_name = true)"
        rows = connection.sql(f"select id, n, nested from {files} order by id").fetchall()
    assert rows == [("L1", 1, None), (None, None, {"a": [1]})]


class Catalog:
    """Stands in for Spark's catalog: knows schemas and tables, takes down what it is told."""

    def __init__(self, *tables: str) -> None:
        self.tables = {tuple(name.split(".")) for name in tables}
        self.told: list[str] = []

    def execute(self, statement: str) -> list[tuple[str, ...]]:
        if statement == "show schemas":
            return [(schema,) for schema in sorted({schema for schema, _ in self.tables})]
        if statement.startswith("show tables in "):
            wanted = statement.removeprefix("show tables in ").strip("`")
            return [pair for pair in sorted(self.tables) if pair[0] == wanted]
        self.told.append(statement)
        return []


def relation(schema: str, table: str) -> LandedRelation:
    return LandedRelation(schema, table, (("id", "string"),), f"file:///run/{schema}/{table}")


def test_tables_are_pointed_at_the_landing_and_those_that_vanished_are_dropped() -> None:
    catalog = Catalog("raw_generic.crm_leads", "raw_generic.gone", "core.dim_people")
    register_landed(
        catalog.execute, [relation("raw_generic", "crm_leads"), relation("raw_new", "t")]
    )
    location = "using parquet location 'file:///run"
    assert catalog.told == [
        "create schema if not exists `raw_new`",
        "drop table if exists `raw_generic`.`crm_leads`",
        f"create table `raw_generic`.`crm_leads` (`id` string) {location}/raw_generic/crm_leads'",
        "refresh table `raw_generic`.`crm_leads`",
        f"create table `raw_new`.`t` (`id` string) {location}/raw_new/t'",
        "refresh table `raw_new`.`t`",
        "drop table if exists `raw_generic`.`gone`",
    ]


def test_landing_moves_as_a_whole_to_where_a_cluster_reads_it() -> None:
    place = landing_place("s3a://bucket/landing/", Path("/work"))
    assert (place.local, place.remote) == (Path("/work/landing"), "s3a://bucket/landing")
    here = LandedRelation("raw_a", "t", (), "file:///work/landing/r1/raw_a/t")
    there = here.moved("file:///work/landing/r1", "s3a://bucket/landing/r1")
    assert there.location == "s3a://bucket/landing/r1/raw_a/t"
    assert landing_place("/mnt/shared", Path("/work")).local == Path("/mnt/shared")


def test_earlier_landings_go_when_the_build_is_through(tmp_path: Path) -> None:
    for run in ("r1", "r2"):
        (tmp_path / run).mkdir()
    landing_place(str(tmp_path), tmp_path).keep_only(None, "r2")
    assert [path.name for path in tmp_path.iterdir()] == ["r2"]


def test_catalog_of_a_killed_build_is_waited_for(tmp_path: Path) -> None:
    pid_file = tmp_path / "session.pid"
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)"])
    # What is over but not waited for still has its number.
    threading.Thread(target=process.wait).start()
    pid_file.write_text(str(process.pid), encoding="utf-8")
    started = time.monotonic()
    wait_for_old_session(pid_file)
    assert 0.3 < time.monotonic() - started < 30
    assert process.poll() == 0
    assert not pid_file.exists()


def test_catalog_of_a_live_process_is_not_waited_for_without_end(tmp_path: Path) -> None:
    pid_file = tmp_path / "session.pid"
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file.write_text(str(process.pid), encoding="utf-8")
        wait_for_old_session(pid_file, patience=0.3)
    finally:
        process.kill()
        process.wait()
    assert not pid_file.exists()
