"""What a build cost, per layer, from dbt's own results; and the statement that it is compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

# What one would write by hand for sessions alone: flatten, take UTMs from the address, group by session.
BASELINE_SQL = """
with flat as (
    select
        user_pseudo_id,
        list_filter(event_params, p -> p.key = 'ga_session_id')[1].value.int_value as session_id,
        list_filter(event_params, p -> p.key = 'page_location')[1].value.string_value as url,
        list_filter(event_params, p -> p.key = 'engagement_time_msec')[1].value.int_value as msec,
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


@dataclass(frozen=True)
class NodeSeconds:
    """Execution time of one node; its folder is that of its file, two levels deep."""

    folder: str
    kind: str
    seconds: float


def node_seconds(results: Path, manifest: Path) -> list[NodeSeconds]:
    """Every node of a run with its folder and time."""
    nodes: Mapping[str, Mapping[str, str]] = json.loads(manifest.read_text("utf-8"))["nodes"]
    found = []
    for result in json.loads(results.read_text("utf-8"))["results"]:
        node = nodes.get(result["unique_id"])
        if node is None:
            continue
        parts = Path(node["original_file_path"]).parts
        folder = "/".join(parts[1:3]) if parts[0] == "models" else parts[0]
        kind = "tests" if node["resource_type"] == "test" else "models"
        found.append(NodeSeconds(folder, kind, float(result["execution_time"])))
    return found


def seconds_below(nodes: Iterable[NodeSeconds], folders: Iterable[str]) -> float:
    """Time of the models in some folders; tests do not count."""
    wanted = set(folders)
    return sum(node.seconds for node in nodes if node.kind == "models" and node.folder in wanted)


def layer_lines(nodes: Iterable[NodeSeconds]) -> list[str]:
    """Seconds of models and of tests per folder, the slowest first; two threads share the wall time."""
    totals: dict[str, dict[str, float]] = {}
    for node in nodes:
        totals.setdefault(node.folder, {"models": 0.0, "tests": 0.0})[node.kind] += node.seconds
    ordered = sorted(totals.items(), key=lambda item: -sum(item[1].values()))
    return [f"{'folder':<28}{'models s':>10}{'tests s':>10}"] + [
        f"{folder:<28}{cost['models']:>10.1f}{cost['tests']:>10.1f}" for folder, cost in ordered
    ]
