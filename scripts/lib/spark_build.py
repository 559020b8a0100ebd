"""One build on Spark: land, hand over to the catalog, one dbt build in the same process, then tidy up.

work folder (SPARK_WORK_DIR)
  landed.duckdb    what the landing read, before it is written as Parquet
  landing/<run>/   the Parquet of a landing (elsewhere with SPARK_LANDING_DIR)
  tables/          Iceberg's files (elsewhere with SPARK_WAREHOUSE_DIR)
  metastore_db/    the catalog, where no metastore is named
  target/, logs/   dbt's artifacts, the log of each run, what Spark said
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from lib.dbt_runs import ProgressReader, describe_failures, first_line, read_results
from lib.processes import StepCost, own_peak_megabytes, run_step
from lib.refresh import KEPT_LOGS, BuildFailed, landing_summary
from lib.settings import Settings, vars_argument
from lib.spark_landing import LandedRelation, export_landed, register_landed
from lib.spark_session import open_session, session_settings

# Older states of a table are kept for readers that are still at them, and to look back at yesterday.
KEPT_HOURS = 24
TABLE_KINDS = ("table", "incremental", "seed", "snapshot")


@dataclass
class SparkBuild:
    """Everything one run knows; `run()` gives the number of tables per schema."""

    settings: Settings
    dbt_vars: Mapping[str, Any]
    environ: Mapping[str, str]
    project: Path
    run_id: str
    say: Callable[[str], None]
    full_refresh: bool = False
    selection: Sequence[str] = ()
    # A part is tested on its own: a test that reads what is not built would only fail.
    indirect_selection: str = "cautious"
    faults_of: Callable[[Path], Sequence[object]] = lambda warehouse: ()
    costs: list[StepCost] = field(default_factory=list)

    @property
    def work(self) -> Path:
        """The folder of everything that a build leaves on this machine."""
        return Path(self.environ["SPARK_WORK_DIR"])

    @property
    def target(self) -> Path:
        """Where dbt leaves its artifacts and the compiled SQL."""
        return Path(self.environ["DBT_TARGET_PATH"])

    def run(self) -> Counter[str]:
        """All steps; raises BuildFailed where the tables must not be trusted."""
        logs = self.work / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        for old in sorted(logs.glob("build-*.log"))[: -KEPT_LOGS + 1]:
            old.unlink()
        log_path = logs / f"build-{self.run_id}.log"
        with log_path.open("w", buffering=1, encoding="utf-8") as log:
            try:
                return self._run_steps(log, logs / "spark.log")
            except BuildFailed as failure:
                raise BuildFailed(f"{failure}\nFull log: {log_path}") from failure
            except spark_errors() as error:
                raise BuildFailed(
                    f"{why_spark_stopped(str(error))}\nFull log: {logs / 'spark.log'}"
                ) from error

    def _run_steps(self, log: TextIO, spark_log: Path) -> Counter[str]:
        shutil.rmtree(self.work / "scratch", ignore_errors=True)
        warehouse = self._land(log)
        place = landing_place(self.environ["SPARK_LANDING_DIR"], self.work)
        with self._timed("parquet"):
            landed = export_landed(warehouse, place.local / self.run_id)
        with self._timed("spark"):
            self.say(f"spark: {self.environ.get('SPARK_MASTER', 'local[2]')}, Iceberg tables")
            settings = session_settings(self.project / "profiles" / "profiles.yml", self.environ)
            session = open_session(settings, spark_log, self.work / "session.pid")
        with self._timed("register"):
            landed = place.hand_over(session, landed, self.run_id)
            register_landed(lambda statement: session.sql(statement).collect(), landed)
            self.say(f"  {len(landed)} landed tables in the catalog")
        with self._timed("build"):
            built = self._build(log)
        with self._timed("tidy"):
            place.keep_only(session, self.run_id)
            expire_snapshots(session, built, time.time() - KEPT_HOURS * 3600)
        return Counter(name.partition(".")[0] for name in built)

    def _land(self, log: TextIO) -> Path:
        """Read the files with the landing that every engine has."""
        self.say(f"land: {self.settings.raw_data_dir}")
        warehouse = self.work / "landed.duckdb"
        lines: list[str] = []

        def follow(line: str) -> None:
            log.write(line + "\n")
            lines.append(line)

        script = self.project / "scripts" / "land_raw_data.py"
        command = [sys.executable, str(script), "--raw-data-dir", str(self.settings.raw_data_dir)]
        command += ["--warehouse", str(warehouse)]
        cost = run_step("land", command, cwd=self.project, environ=self.environ, on_line=follow)
        self.costs.append(cost)
        for line in lines[-12:] if cost.exit_code else [landing_summary(lines)]:
            self.say(f"  {line}")
        if cost.exit_code:
            raise BuildFailed(f"Landing ended with {cost.exit_code}; no table was touched.")
        faults = self.faults_of(warehouse)
        if faults:
            told = "\n".join(str(fault) for fault in faults)
            raise BuildFailed(f"The build cannot start; no table was touched.\n{told}")
        return warehouse

    def _build(self, log: TextIO) -> list[str]:
        """dbt build in this process, on the session that is open; the tables that it built."""
        from dbt.cli.main import dbtRunner
        from dbt_common.events.functions import msg_to_dict

        self.say("build: dbt build (models, tests)")
        (self.target / "run_results.json").unlink(missing_ok=True)
        progress = ProgressReader(say=self.say)

        def follow(event: Any) -> None:
            if event.info.level != "debug":
                log.write(progress.read(json.dumps(msg_to_dict(event))) + "\n")

        runner = dbtRunner(callbacks=[follow])
        done = runner.invoke(
            [
                *("--no-use-colors", "--log-level", "none", "--log-level-file", "none"),
                *dbt_build(
                    self.dbt_vars,
                    self.selection,
                    indirect_selection=self.indirect_selection,
                    full_refresh=self.full_refresh,
                ),
            ]
        )
        if not (self.target / "run_results.json").exists():
            text = "\n".join(progress.problems[-20:]) or str(done.exception)
            raise BuildFailed(f"dbt ended before it built anything.\n{text}")
        results, counts = read_results(self.target, self.project)
        self.say("  " + ", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
        if not done.success:
            text = "\n".join(describe_failures(results, self.project, lambda node: []))
            raise BuildFailed(
                "The build failed: tables before the failure are of this run, those after it of "
                f"the last one.\n{text or done.exception}".rstrip()
            )
        return built_tables(self.target)

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.costs.append(StepCost(name, 0, time.monotonic() - started, own_peak_megabytes()))


def spark_errors() -> tuple[type[Exception], ...]:
    """What PySpark raises: refused statements, and a Java process that failed or ended."""
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError, Py4JNetworkError)


def why_spark_stopped(text: str) -> str:
    """The first words of Spark's many; for a catalog that is in use, what to do."""
    if "Derby" in text or "SessionHiveMetaStoreClient" in text:
        return (
            "Spark's catalog cannot be opened: another process may have it open, as one at a time can. "
            "End it, or give another SPARK_WORK_DIR."
        )
    return f"Spark stopped: {first_line(text)}"


def dbt_build(
    dbt_vars: Mapping[str, Any],
    selection: Sequence[str],
    *,
    indirect_selection: str = "cautious",
    full_refresh: bool = False,
) -> list[str]:
    """The arguments of dbt. Unit tests judge the code and not the data: they run where the code is tested."""
    command = ["build", "--exclude-resource-type", "unit_test", "--profiles-dir", "profiles"]
    command += vars_argument(dbt_vars)
    if full_refresh:
        command.append("--full-refresh")
    if selection:
        command += ["--indirect-selection", indirect_selection, "--select", *selection]
    return command


def built_tables(target: Path) -> list[str]:
    """`schema.table` of every table that the run in a target folder built."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    tables = []
    for result in results:
        node = nodes.get(result["unique_id"], {})
        kind = node.get("config", {}).get("materialized")
        if result["status"] == "success" and kind in TABLE_KINDS:
            tables.append(f"{node['schema']}.{node['alias']}")
    return sorted(tables)


def expire_snapshots(session: Any, tables: Sequence[str], before: float) -> None:
    """Let go of the states that Iceberg tables had before an instant, and of their files."""
    util = session._jvm.org.apache.iceberg.spark.Spark3Util
    for name in tables:
        table = util.loadIcebergTable(session._jsparkSession, name)
        oldest = table.snapshots().iterator()
        if oldest.hasNext() and oldest.next().timestampMillis() < before * 1000:
            table.expireSnapshots().expireOlderThan(int(before * 1000)).retainLast(1).commit()


@dataclass(frozen=True)
class LandingPlace:
    """Where the Parquet of a landing lies: in a folder, or below an address that Hadoop can write to."""

    local: Path
    remote: str | None = None

    def hand_over(
        self, session: Any, landed: Sequence[LandedRelation], run_id: str
    ) -> list[LandedRelation]:
        """Bring a landing to where the cluster reads it; the relations as they lie there."""
        if self.remote is None:
            return list(landed)
        target = f"{self.remote}/{run_id}"
        files = _file_system(session, target)
        path = session._jvm.org.apache.hadoop.fs.Path
        files.delete(path(target), True)
        files.mkdirs(path(self.remote))
        source = self.local / run_id
        files.copyFromLocalFile(False, True, path(f"file://{source}"), path(target))
        return [relation.moved(f"file://{source}", target) for relation in landed]

    def keep_only(self, session: Any, run_id: str) -> None:
        """Remove earlier landings: the tables point at this one, and the build is through."""
        for old in self.local.iterdir():
            if old.is_dir() and (old.name != run_id or self.remote):
                shutil.rmtree(old)
        if self.remote is None:
            return
        path = session._jvm.org.apache.hadoop.fs.Path
        files = _file_system(session, self.remote)
        for status in files.listStatus(path(self.remote)):
            if status.getPath().getName() != run_id:
                files.delete(status.getPath(), True)


def landing_place(given: str, work: Path) -> LandingPlace:
    """SPARK_LANDING_DIR: a folder of this machine, or an address such as s3a://bucket/landing."""
    if "://" in given:
        return LandingPlace(work / "landing", given.rstrip("/"))
    return LandingPlace(Path(given))


def _file_system(session: Any, address: str) -> Any:
    path = session._jvm.org.apache.hadoop.fs.Path(address)
    return path.getFileSystem(session._jsc.hadoopConfiguration())
