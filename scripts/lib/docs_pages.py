"""The pages that are made, not written: the KPI glossary and the picture of the layers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lib.conventions import folder_of, layer_of

GENERATED = "Made by `make docs`; edit the seed, not this page."
SHOWN_LAYERS = (
    *("sources", "seeds", "settings", "staging", "snapshots", "intermediate"),
    *("core", "quality", "kpi", "management", "reports"),
)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a seed; none where the seed is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(text: str | None) -> str:
    """Text inside a Markdown table."""
    return (text or "").replace("|", "\\|").replace("\n", " ").strip()


def glossary(kpis: Iterable[Mapping[str, str]], dimensions: Iterable[Mapping[str, str]]) -> str:
    """One section per family, one entry per KPI, in the order of the catalog."""
    cuts: dict[str, list[str]] = {}
    for row in dimensions:
        cuts.setdefault(row["kpi_id"], []).append(row["dimension"])
    families: dict[str, list[Mapping[str, str]]] = {}
    for row in kpis:
        families.setdefault(row["family"], []).append(row)
    lines = ["# KPI glossary", "", GENERATED, ""]
    for family, rows in families.items():
        lines += [f"## {family.removeprefix('kpi_').replace('_', ' ').capitalize()}", ""]
        for row in rows:
            lines += kpi_entry(row, cuts.get(row["kpi_id"], []))
    return "\n".join(lines).rstrip() + "\n"


def kpi_entry(row: Mapping[str, str], cuts: list[str]) -> list[str]:
    """What one KPI is, as a short paragraph and a line of properties."""
    facts = [
        ("unit", row.get("unit")),
        ("basis", row.get("basis")),
        ("better", row.get("direction")),
        ("matures after days", row.get("maturity_days")),
        ("part of", row.get("parent_kpi_id")),
        ("bottleneck stage", row.get("bottleneck_stage")),
        ("audience", row.get("audience")),
        ("industry", row.get("industry")),
        ("model", row.get("model")),
        ("cut by", ", ".join(cuts)),
    ]
    told = "; ".join(f"{name}: {cell(value)}" for name, value in facts if value)
    names = " / ".join(cell(row.get(key)) for key in ("name_en", "name_ja") if row.get(key))
    title = f"### `{row['kpi_id']}` {names}"
    return [title, "", cell(row.get("formula_en")), "", told + ".", ""]


def place_of(node: Mapping[str, Any]) -> str:
    """The folder that a node is drawn in."""
    kind = node["resource_type"]
    path = node["original_file_path"]
    if kind == "source":
        return f"sources/{node['source_name']}"
    if kind == "seed":
        return f"seeds/{Path(path).parts[1]}"
    if kind == "snapshot":
        return "snapshots"
    layer = layer_of(path)
    layer = "staging" if layer == "base" else layer
    folder = folder_of(path)
    return f"{layer}/{folder}" if folder else layer


def node_id(place: str) -> str:
    """A name that Mermaid takes."""
    return place.replace("/", "__").replace("-", "_")


def layer_dag(manifest: Mapping[str, Any]) -> str:
    """Folders with their number of models, and an arrow where one reads another."""
    kinds = ("model", "seed", "snapshot", "source")
    package = manifest["metadata"]["project_name"]
    nodes = {
        unique_id: node
        for unique_id, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if node["resource_type"] in kinds and node["package_name"] == package
    }
    counts = Counter(place_of(node) for node in nodes.values())
    edges: set[tuple[str, str]] = set()
    for node in nodes.values():
        for parent in node.get("depends_on", {}).get("nodes", []):
            if parent in nodes:
                edges.add((place_of(nodes[parent]), place_of(node)))
    lines = [f"%% {GENERATED.replace('edit the seed, not this page', 'a picture of the manifest')}"]
    lines.append("flowchart LR")
    order = {layer: rank for rank, layer in enumerate(SHOWN_LAYERS)}
    for place in sorted(counts, key=lambda name: (order.get(name.split("/")[0], 99), name)):
        lines.append(f'    {node_id(place)}["{place} ({counts[place]})"]')
    lines += [f"    {node_id(a)} --> {node_id(b)}" for a, b in sorted(edges) if a != b]
    return "\n".join(lines) + "\n"


def render_pages(root: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """All generated pages by their path in the project."""
    catalog = root / "seeds" / "catalog"
    kpis = read_rows(catalog / "kpi_catalog.csv")
    return {
        "docs/kpi_glossary.md": glossary(kpis, read_rows(catalog / "kpi_dimensions.csv")),
        "docs/layer_dag.mmd": layer_dag(manifest),
    }
