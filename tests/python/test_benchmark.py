"""Costs per layer are summed from dbt's results, whatever else a run did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lib.benchmark import layer_lines, node_seconds


def result(unique_id: str, seconds: float) -> dict[str, Any]:
    timing = {
        "started_at": "2026-04-01T00:00:10+00:00",
        "completed_at": "2026-04-01T00:00:20+00:00",
    }
    return {"unique_id": unique_id, "execution_time": seconds, "timing": [timing]}


def test_models_and_tests_are_summed_per_folder_and_hooks_left_out(tmp_path: Path) -> None:
    files = {
        "operation.p.hook": ("operation", "./dbt_project.yml"),
        "model.p.fct_leads": ("model", "models/marts/core/fct_leads.sql"),
        "model.p.fct_deals": ("model", "models/marts/core/fct_deals.sql"),
        "test.p.no_nulls": ("test", "models/marts/core/fct_leads.yml"),
    }
    nodes = {
        name: {"resource_type": kind, "original_file_path": path}
        for name, (kind, path) in files.items()
    }
    results = [result(name, seconds) for name, seconds in zip(files, (9, 2, 3, 0.5), strict=True)]
    (tmp_path / "run_results.json").write_text(json.dumps({"results": results}), "utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}), "utf-8")
    found = node_seconds(tmp_path / "run_results.json", tmp_path / "manifest.json")
    # 00:00:15 lies between the first and the last moment of every node: 120 MB were held then.
    (line,) = layer_lines(found, [(found[0].started + 5, 120.0), (found[0].started + 60, 999.0)])[
        1:
    ]
    assert line.split() == ["marts/core", "5.0", "0.5", "120"]
