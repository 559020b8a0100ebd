"""What dbt says while it runs and after it: progress, warnings, and which checks failed on what."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.notes import WARNING, Note, count

RESULT_EVENTS = ("LogModelResult", "LogTestResult", "LogSeedResult", "LogSnapshotResult")
FAILED = ("error", "fail", "runtime error")


def dbt_executable() -> str:
    """The dbt of the environment that runs this script, whatever the PATH says."""
    return str(Path(sys.executable).parent / "dbt")


@dataclass(frozen=True)
class NodeResult:
    """One failing or warning node of a dbt run."""

    name: str
    kind: str
    status: str
    message: str
    row_count: int | None
    compiled_path: str | None
    source_path: str
    # A generic test in words: dbt's own name for it strings all its columns together.
    title: str = ""
    generic_test: str | None = None


def first_line(text: str | None) -> str:
    """dbt's messages run over many lines; the first few are enough for a summary."""
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return " ".join(lines[:4])[:400]


def title_of(node: Mapping[str, Any]) -> str:
    """`not_null on fct_leads.lead_at` for a generic test; nothing for other nodes."""
    metadata = node.get("test_metadata")
    if not metadata:
        return ""
    model = str(node.get("attached_node") or "").rsplit(".", 1)[-1]
    column = f".{node['column_name']}" if node.get("column_name") else ""
    return f"{metadata['name']} on {model}{column}"


def read_results(target: Path, project: Path) -> tuple[list[NodeResult], dict[str, int]]:
    """Failing and warning nodes of the run in a target folder, and how many nodes had which status."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes: dict[str, Any] = {**manifest.get("nodes", {}), **manifest.get("unit_tests", {})}
    found: list[NodeResult] = []
    counts: dict[str, int] = {}
    for result in results:
        status = str(result["status"])
        counts[status] = counts.get(status, 0) + 1
        if status not in (*FAILED, "warn"):
            continue
        node = nodes.get(result["unique_id"], {})
        compiled = node.get("compiled_path")
        if compiled and not Path(compiled).is_absolute():
            compiled = str(project / compiled)
        found.append(
            NodeResult(
                name=node.get("name", result["unique_id"]),
                kind=node.get("resource_type", "node"),
                status=status,
                message=first_line(result.get("message")),
                row_count=result.get("failures"),
                compiled_path=compiled,
                source_path=node.get("original_file_path", ""),
                title=title_of(node) or node.get("name", result["unique_id"]),
                generic_test=(node.get("test_metadata") or {}).get("name"),
            )
        )
    order = {status: rank for rank, status in enumerate((*FAILED, "warn"))}
    return sorted(found, key=lambda node: (order[node.status], node.name)), counts


def built_models(target: Path) -> set[str]:
    """The models that the run in a target folder built; others may stand from an older run."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {
        str(result["unique_id"]).rsplit(".", 1)[-1]
        for result in results
        if result["status"] == "success"
    }


def describe_failures(
    results: list[NodeResult], project: Path, rows_of: Callable[[NodeResult], list[str]]
) -> Iterator[str]:
    """One paragraph per failing node: what, on how many rows, the first of them, and the SQL for all."""
    for node in results:
        if node.status not in FAILED:
            continue
        rows = f" on {node.row_count} rows" if node.status == "fail" and node.row_count else ""
        yield f"{node.kind} {node.title or node.name}: {node.status}{rows} ({node.source_path})"
        rule = purpose(node, project)
        if rule:
            yield f"    the rule: {rule}"
        yield from (f"    row: {row}" for row in rows_of(node))
        if node.message and node.status != "fail":
            yield f"    {node.message}"
        if node.compiled_path:
            yield f"    SQL: {node.compiled_path}"


def purpose(node: NodeResult, project: Path) -> str:
    """What a test holds, in the words that stand on top of its file; nothing for generic tests."""
    path = project / node.source_path
    if path.suffix != ".sql" or not path.is_file():
        return ""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("--").strip() if first.startswith("--") else ""


def describe_warning(node: NodeResult, project: Path) -> Note:
    """A check that only warns: the dirt that is published, and shown as such."""
    message = f"{count(node.row_count or 0, 'row')} against the rule"
    rule = purpose(node, project)
    return Note(
        "checks", WARNING, node.title or node.name, message, rule or f"see {node.source_path}"
    )


@dataclass
class ProgressReader:
    """Turns dbt's JSON log lines into a few lines for people, and keeps its problems for a bad end."""

    say: Callable[[str], None]
    parts: int = 10
    problems: list[str] = field(default_factory=list)
    _shown: int = 0
    _done: int = 0

    def read(self, line: str) -> str:
        """Take one line of `dbt --log-format json`; gives its text."""
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            event = None
        if not isinstance(event, dict):
            if line.strip():
                self.problems.append(line)
            return line
        info = event.get("info", {})
        text = str(info.get("msg", ""))
        if info.get("level") in ("warn", "error") and text.strip():
            self.problems.append(text.strip())
        if info.get("name") in RESULT_EVENTS:
            self._progress(event.get("data", {}))
        return text

    def _progress(self, data: dict[str, Any]) -> None:
        """A line at every tenth of the nodes; dbt numbers nodes by start, so they are counted here."""
        # dbt calls it total for models and num_models for tests; both count all nodes.
        total = data.get("total") or data.get("num_models") or 0
        if not total:
            return
        self._done += 1
        part = self._done * self.parts // total
        if part > self._shown:
            self._shown = part
            self.say(f"  {self._done} of {total} nodes")
