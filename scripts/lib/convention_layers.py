"""Who may read whom, and what a model of each layer is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.conventions import Finding, Model, Project, folder_of, layer_of

SETTINGS = {"seed", "settings"}
READABLE: dict[str, set[str]] = {
    "settings": SETTINGS,
    "base": {"source"},
    "staging": {"base", "staging", *SETTINGS},
    "snapshots": {"staging", "intermediate", "core"},
    "intermediate": {"staging", "intermediate", "snapshots", *SETTINGS},
    "core": {"staging", "intermediate", "snapshots", "core", *SETTINGS},
    "quality": {
        *("source", "base", "staging", "intermediate", "snapshots", "core", "kpi", "management"),
        *("quality", *SETTINGS),
    },
    "kpi": {"core", "kpi", *SETTINGS},
    "management": {"kpi", "core", "management", *SETTINGS},
    "reports": {"kpi", "management", "core"},
}
NAMES: dict[str, str] = {
    "settings": r"(mapping|policy|catalog)_[a-z0-9_]+",
    "base": r"base_{folder}__[a-z0-9_]+",
    "staging": r"stg_{folder}__[a-z0-9_]+",
    "intermediate": r"int_{folder}__[a-z0-9_]+",
    "core": r"(dim|fct|bridge)_[a-z0-9_]+",
    "quality": r"(dq|ops)_[a-z0-9_]+",
    "kpi": r"kpi_[a-z0-9_]+",
    "reports": r"rpt_{folder}__[a-z0-9_]+",
}
# Tables that land in their final shape have nothing to be based on: ports, and what landing and audit record.
READ_DIRECTLY = ("generic", "landing", "audit")


def check_names(project: Project) -> Iterator[Finding]:
    """A model's prefix tells its layer, and its system, concept or audience."""
    for model in project.models:
        if model.layer not in READABLE:
            yield Finding(
                model.path,
                1,
                "name",
                f"{model.name} lies in no layer",
                "move it under models/<layer>/",
            )
            continue
        pattern = NAMES.get(model.layer, r"[a-z0-9_]+").replace("{folder}", model.folder)
        if not re.fullmatch(pattern, model.name):
            message = f"{model.name} is not named like a model of {model.layer}"
            yield Finding(model.path, 1, "name", message, f"rename it to match {pattern}")
        if re.search(r"_(v\d+|new|final|old|tmp)$", model.name):
            message = f"{model.name} has a version or makeshift ending"
            yield Finding(model.path, 1, "name", message, "say what it holds")


def parent_layer(project: Project, parent: str) -> tuple[str, str]:
    """Layer and folder of what is read."""
    kind = parent.split(".")[0]
    if kind == "source":
        return "source", parent.split(".")[2]
    node = project.nodes.get(parent, {})
    path = node.get("original_file_path", "")
    return (layer_of(path), folder_of(path)) if kind == "model" else (kind_layer(kind), "")


def kind_layer(kind: str) -> str:
    """Seeds and snapshots are layers of their own."""
    return "snapshots" if kind == "snapshot" else kind


def may_read(model: Model, layer: str, folder: str) -> bool:
    """Whether the arrow from that layer to the model points right."""
    if model.layer in ("base", "staging") and layer in ("source", "base", "staging"):
        if folder != model.folder:
            return False
        if layer == "source" and model.folder in READ_DIRECTLY:
            return True
    if model.layer == "intermediate" and model.folder == "attribution" and layer == "core":
        return True
    return layer in READABLE.get(model.layer, set())


def check_reads(project: Project) -> Iterator[Finding]:
    """Arrows go right, never back; only staging reads sources, and only its own system's."""
    for model in project.models:
        for parent in model.reads:
            layer, folder = parent_layer(project, parent)
            if may_read(model, layer, folder):
                continue
            name = parent.split(".")[-1]
            line = project.line_of(model.path, rf"\b{re.escape(name)}\b")
            allowed = ", ".join(sorted(READABLE.get(model.layer, set())))
            message = f"{model.layer} model {model.name} reads {name} of {layer}"
            yield Finding(model.path, line, "layer", message, f"it may read {allowed}")
