"""What a build cost, per layer, from dbt's own results; and the statement that it is compared with."""

from __future__ import annotations

import json
import resource
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# What one would write by hand for sessions alone: flatten, take UTMs from the address, group by session.
BASELINE_SQL = """
with flat as (
    select
        user_pseudo_id,
        list_filter(event_params, lambda p: p.key = 'ga_session_id')[1].value.int_value as session_id,
        list_filter(event_params, lambda p: p.key = 'page_location')[1].value.string_value as url,
        list_filter(event_params, lambda p: p.key = 'engagement_time_msec')[1].value.int_value as msec,
        event_name,
        event_timestamp
    from raw_ga4.events
    where user_pseudo_id is not null
),
sessions as (
    select
        user_pseudo_id,
        session_id,
        min(event_timestamp) as started,
        sum(msec) as msec,
        count(*) filter (where event_name = 'page_view') as pages,
        arg_min(regexp_extract(url, '[?&]utm_source=([^&#]*)', 1), event_timestamp) as source,
        arg_min(regexp_extract(url, '[?&]utm_medium=([^&#]*)', 1), event_timestamp) as medium
    from flat
    group by user_pseudo_id, session_id
)
select source, medium, count(*), sum(msec), sum(pages) from sessions group by source, medium
"""

WEB_FOLDERS = ("staging/ga4", "intermediate/web")


# (time since the epoch, megabytes) of a running process.
MemorySamples = list[tuple[float, float]]


@dataclass(frozen=True)
class NodeSeconds:
    """Execution time of one node; its folder is that of its file, two levels deep; times since the epoch."""

    folder: str
    kind: str
    seconds: float
    started: float = 0.0
    ended: float = 0.0


def node_seconds(results: Path, manifest: Path) -> list[NodeSeconds]:
    """Every node of a run with its folder and time."""
    nodes: Mapping[str, Mapping[str, str]] = json.loads(manifest.read_text("utf-8"))["nodes"]
    found = []
    for result in json.loads(results.read_text("utf-8"))["results"]:
        node = nodes.get(result["unique_id"])
        if node is None or node["resource_type"] == "operation":
            continue
        parts = Path(node["original_file_path"]).parent.parts
        folder = "/".join(parts[1:3]) if parts[0] == "models" else parts[0]
        kind = "tests" if node["resource_type"] == "test" else "models"
        times = [
            datetime.fromisoformat(moment).timestamp()
            for timing in result["timing"]
            for moment in (timing["started_at"], timing["completed_at"])
            if moment
        ]
        span = (min(times), max(times)) if times else (0.0, 0.0)
        found.append(NodeSeconds(folder, kind, float(result["execution_time"]), *span))
    return found


@contextmanager
def memory_of_children(every: float = 0.2) -> Iterator[MemorySamples]:
    """What this process's children hold in memory, sampled while the block runs; nothing but on Linux."""
    samples: MemorySamples = []
    done = threading.Event()

    def sample() -> None:
        while not done.wait(every):
            pages = 0
            for children in Path("/proc/self/task").glob("*/children"):
                for child in children.read_text().split():
                    with suppress(OSError):
                        pages += int(Path(f"/proc/{child}/statm").read_text().split()[1])
            samples.append((time.time(), pages * resource.getpagesize() / (1 << 20)))

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()


def seconds_below(nodes: Iterable[NodeSeconds], folders: Iterable[str]) -> float:
    """Time of the models in some folders; tests do not count."""
    wanted = set(folders)
    return sum(node.seconds for node in nodes if node.kind == "models" and node.folder in wanted)


def layer_lines(nodes: Iterable[NodeSeconds], memory: MemorySamples) -> list[str]:
    """Seconds of models and of tests per folder, slowest first; the most memory seen while one ran.

    Two threads share the wall time, so that the memory may be that of a neighbour.
    """
    totals: dict[str, dict[str, float]] = {}
    for node in nodes:
        cost = totals.setdefault(node.folder, {"models": 0.0, "tests": 0.0, "peak": 0.0})
        cost[node.kind] += node.seconds
        seen = [held for moment, held in memory if node.started <= moment <= node.ended]
        cost["peak"] = max([cost["peak"], *seen])
    ordered = sorted(totals.items(), key=lambda item: -item[1]["models"] - item[1]["tests"])
    return [f"{'folder':<28}{'models s':>10}{'tests s':>10}{'peak MB':>10}"] + [
        f"{folder:<28}{cost['models']:>10.1f}{cost['tests']:>10.1f}{cost['peak']:>10.0f}"
        for folder, cost in ordered
    ]
