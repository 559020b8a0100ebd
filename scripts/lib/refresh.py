"""One refresh of the warehouse: write into a copy, audit it, publish it only if the audit passed."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from lib import releases
from lib.dbt_runs import NodeResult, ProgressReader, describe_failures, read_results
from lib.inspection import Inspector
from lib.marts_export import checkpoint, export_marts
from lib.processes import StepCost, own_peak_megabytes, run_step
from lib.settings import Settings, vars_argument

KEPT_LOGS = 10
AFTER_AUDIT = "after_audit"
# The audit's own exit code for a closed gate, and the words that its lines about it begin with.
AUDIT_CLOSED = 1
STOP_WORDS = ("fail: ", "block: ")
_LANDED = re.compile(r": ([\d,]+) rows? from .*, ([\d,]+) rejected")


class BuildFailed(Exception):
    """The audit did not pass, or a step ended badly: nothing was published."""


@dataclass(frozen=True)
class Commands:
    """The programs that a refresh runs."""

    land: Sequence[str]
    dbt: Sequence[str]
    audit: Sequence[str]


@dataclass
class Refresh:
    """Everything one run knows; `run()` gives the folder of the new release."""

    settings: Settings
    dbt_vars: Mapping[str, Any]
    commands: Commands
    project: Path
    environ: Mapping[str, str]
    run_id: str
    say: Callable[[str], None]
    complain: Callable[[str], None]
    full_refresh: bool = False
    accept_worse: bool = False
    inspector: Inspector | None = None
    costs: list[StepCost] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The folder of releases."""
        return self.settings.publish_dir

    @property
    def target(self) -> Path:
        """Where dbt leaves its artifacts and the compiled SQL."""
        return (self.project / (self.environ.get("DBT_TARGET_PATH") or "target")).absolute()

    def run(self) -> Path:
        """All steps under the lock; raises BuildFailed or ReleaseProblem with `current` untouched."""
        with releases.publish_lock(self.root):
            log_path = self._open_log()
            with log_path.open("w", encoding="utf-8") as log:
                try:
                    return self._run_steps(log)
                except BuildFailed as failure:
                    raise BuildFailed(f"{failure}\nFull log: {log_path}") from failure

    def _run_steps(self, log: TextIO) -> Path:
        work = releases.start_work(self.root, self.run_id, full_refresh=self.full_refresh)
        warehouse = work / releases.WAREHOUSE
        environ = {
            **self.environ,
            "RAW_DATA_DIR": str(self.settings.raw_data_dir),
            # The run's own path, never a shared one: what outlives a killed run must not
            # find the next run's file.
            "WAREHOUSE_PATH": str(warehouse),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.root / "logs"),
            "PYTHONUNBUFFERED": "1",
        }
        notices = self._land(environ, log)
        self._check_landed(warehouse)
        self._build(environ, log, warehouse, notices)
        stops = self._audit(environ, log, warehouse)
        self._build_results(environ, log)
        if stops:
            raise BuildFailed("The audit failed: nothing was published.\n" + "\n".join(stops))
        with self._in_process("publish"):
            self.say("publish: marts, Parquet, symlink")
            checkpoint(warehouse)
            manifest = json.loads((self.target / "manifest.json").read_text(encoding="utf-8"))
            tables = export_marts(warehouse, work / releases.MARTS, work / "parquet", manifest)
            (work / "release.json").write_text(
                json.dumps({"run_id": self.run_id, "as_of": self.dbt_vars.get("as_of")}),
                encoding="utf-8",
            )
            release = releases.publish(self.root, work)
            releases.prune(self.root)
            if not self.settings.is_default_warehouse:
                copy_private(release / releases.WAREHOUSE, self.settings.warehouse_path)
            self.say(f"  {len(tables)} tables in {self.root / 'current' / releases.MARTS}")
        return release

    def _land(self, environ: Mapping[str, str], log: TextIO) -> list[str]:
        self.say(f"land: {self.settings.raw_data_dir}")
        lines: list[str] = []

        def follow(line: str) -> None:
            log.write(line + "\n")
            lines.append(line)

        cost = self._step("land", self.commands.land, environ, follow)
        for line in lines[-12:] if cost.exit_code else [landing_summary(lines)]:
            self.say(f"  {line}")
        if cost.exit_code:
            raise BuildFailed(f"Landing ended with {cost.exit_code}; nothing was published.")
        return lines

    def _check_landed(self, warehouse: Path) -> None:
        faults = self.inspector.after_landing(warehouse) if self.inspector else []
        if faults:
            told = "\n".join(str(fault) for fault in faults)
            raise BuildFailed(f"The build cannot start: nothing was published.\n{told}")

    def _build(
        self, environ: Mapping[str, str], log: TextIO, warehouse: Path, notices: Sequence[str]
    ) -> None:
        self.say("build: dbt build (models, tests)")
        command = self._dbt_build("--exclude", f"tag:{AFTER_AUDIT}")
        if self.full_refresh:
            command.append("--full-refresh")
        # What an earlier run left must never be read as this run's result.
        (self.target / "run_results.json").unlink(missing_ok=True)
        progress = ProgressReader(say=self.say)

        def follow(line: str) -> None:
            log.write(progress.read(line) + "\n")

        cost = self._step("build", command, environ, follow)
        if not (self.target / "run_results.json").exists():
            text = "\n".join(progress.problems[-20:])
            raise BuildFailed(f"dbt ended with {cost.exit_code} before it built anything.\n{text}")
        results, counts = read_results(self.target, self.project)
        self.say("  " + ", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
        inspector = self.inspector
        for line in (
            inspector.after_build(warehouse, self.target, results, notices) if inspector else ()
        ):
            self.say(line)
        if cost.exit_code:

            def failing_rows(node: NodeResult) -> list[str]:
                return inspector.failing_rows(warehouse, self.target, node) if inspector else []

            text = "\n".join(describe_failures(results, self.project, failing_rows))
            raise BuildFailed(f"The audit failed: nothing was published.\n{text}".rstrip())

    def _dbt_build(self, *selection: str) -> list[str]:
        command = [*self.commands.dbt, "--no-use-colors", "--log-format", "json"]
        # The build's own log holds all that dbt says; its debug log would add 20 MB a night.
        # Unit tests judge the code and not the data: they run where the code is tested.
        command += ["--log-level-file", "none", "build", "--exclude-resource-type", "unit_test"]
        command += ["--profiles-dir", "profiles", *vars_argument(self.dbt_vars)]
        return [*command, *selection]

    def _audit(self, environ: Mapping[str, str], log: TextIO, warehouse: Path) -> list[str]:
        """Run the expectations; gives what stops the release, an empty list if nothing does."""
        self.say("audit: Great Expectations by the rules of policy_audit_rules")
        command = [*self.commands.audit, "--warehouse", str(warehouse), "--run-id", self.run_id]
        command += ["--target", str(self.target)]
        base = releases.current_release(self.root)
        if base and (base / releases.WAREHOUSE).exists():
            command += ["--previous", str(base / releases.WAREHOUSE)]
        if self.accept_worse:
            command.append("--accept-worse")
        lines: list[str] = []

        def follow(line: str) -> None:
            log.write(line + "\n")
            lines.append(line)

        cost = self._step("audit", command, environ, follow)
        first = next((n for n, line in enumerate(lines) if line.startswith(STOP_WORDS)), len(lines))
        stops = [line for line in lines[first:] if line.strip()]
        if cost.exit_code and not (cost.exit_code == AUDIT_CLOSED and stops):
            text = "\n".join(lines[-20:])
            raise BuildFailed(
                f"The audit ended with {cost.exit_code}: nothing was published.\n{text}"
            )
        for line in lines[:first]:
            self.say(line)
        return stops

    def _build_results(self, environ: Mapping[str, str], log: TextIO) -> None:
        """The marts that show what the audit found."""
        progress = ProgressReader(say=lambda line: None)

        def follow(line: str) -> None:
            log.write(progress.read(line) + "\n")

        command = self._dbt_build("--select", f"tag:{AFTER_AUDIT}")
        cost = self._step("results", command, environ, follow)
        if cost.exit_code:
            text = "\n".join(progress.problems[-20:])
            raise BuildFailed(
                f"The audit's results could not be built: nothing was published.\n{text}"
            )

    def _step(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        on_line: Callable[[str], None],
    ) -> StepCost:
        cost = run_step(name, command, cwd=self.project, environ=environ, on_line=on_line)
        self.costs.append(cost)
        return cost

    @contextmanager
    def _in_process(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.costs.append(StepCost(name, 0, time.monotonic() - started, own_peak_megabytes()))

    def _open_log(self) -> Path:
        folder = self.root / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("build-*.log"))[: -KEPT_LOGS + 1]:
            old.unlink()
        return folder / f"build-{self.run_id}.log"


def landing_summary(lines: Sequence[str]) -> str:
    """What landed, in one line; each table's own line and every notice stand in the log."""
    found = [match for line in lines if (match := _LANDED.search(line))]
    rows, rejected = (sum(int(m.group(n).replace(",", "")) for m in found) for n in (1, 2))
    return f"{len(found)} tables, {rows:,} rows, {rejected:,} rejected"


def copy_private(source: Path, target: Path) -> None:
    """Lay a copy over a file in one step, readable by its owner alone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    fresh.replace(target)


def cost_lines(costs: Sequence[StepCost]) -> list[str]:
    """Wall time and peak memory per step, as a small table."""
    lines = [f"{'step':<10}{'seconds':>9}{'peak MB':>9}"]
    lines += [f"{cost.name:<10}{cost.seconds:>9.1f}{cost.peak_mb:>9.0f}" for cost in costs]
    lines.append(f"{'total':<10}{sum(cost.seconds for cost in costs):>9.1f}")
    return lines


def default_commands(project: Path, dbt: str) -> Commands:
    """The project's own landing and audit scripts and the environment's dbt."""
    scripts = project / "scripts"
    return Commands(
        land=[sys.executable, str(scripts / "land_raw_data.py")],
        dbt=[dbt],
        audit=[sys.executable, str(scripts / "audit_warehouse.py")],
    )
